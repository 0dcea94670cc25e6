//! Over SSH: the client is killed, as a closed laptop or a dead train connection kills it. An sshd of the test's own, on
//! a port of this machine, with keys of its own.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::common::pty::{Home, Running, is_gone, waited_for};

const AT_MOST: Duration = Duration::from_secs(1);

/// The server while it runs.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Nothing, with a line that says so, where there is no sshd.
fn serve(home: &Home) -> Option<Server> {
    let sshd =
        ["/usr/sbin/sshd", "/usr/bin/sshd", "/usr/local/sbin/sshd"].into_iter().find(|path| Path::new(path).exists());
    let Some(sshd) = sshd else {
        eprintln!("SKIPPED: there is no sshd here; Debian's openssh-server has it");
        return None;
    };
    let keys = home.path().join("ssh");
    fs::create_dir(&keys).unwrap();
    for name in ["host", "user"] {
        let made =
            Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(keys.join(name)).status();
        assert!(made.unwrap().success());
    }
    // As root it wants a folder that only a system's own server has; it is empty.
    if rustix::process::geteuid().is_root() {
        fs::create_dir_all("/run/sshd").unwrap();
    }
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let config = format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey {keys}/host\nAuthorizedKeysFile {keys}/user.pub\nPidFile none\n\
         StrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\nLogLevel ERROR\n",
        keys = keys.display()
    );
    fs::write(keys.join("config"), config).unwrap();
    let log = fs::File::create(keys.join("log")).unwrap();
    let mut command = Command::new(sshd);
    command.args(["-D", "-e", "-f"]).arg(keys.join("config")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    let server = Server { child: command.spawn().unwrap(), port };
    waited_for("the server", || std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
    let login = Command::new("ssh").args(server.way(home, "true")).stdin(Stdio::null()).output().unwrap();
    if !login.status.success() {
        let log = fs::read_to_string(keys.join("log")).unwrap();
        eprintln!("SKIPPED: nobody can log in to an sshd here: {}{log}", String::from_utf8_lossy(&login.stderr));
        return None;
    }
    Some(server)
}

impl Server {
    /// What leads a client to the far end, and there to a line of a shell.
    fn way(&self, home: &Home, line: &str) -> Vec<String> {
        let mut words = vec!["-tt".to_owned(), "-F".to_owned(), "none".to_owned()];
        words.extend(["-i".to_owned(), home.path().join("ssh/user").display().to_string()]);
        words.extend(["-p".to_owned(), self.port.to_string()]);
        let options =
            ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "IdentitiesOnly=yes", "LogLevel=ERROR"];
        words.extend(
            options.iter().chain(&["BatchMode=yes"]).flat_map(|option| ["-o".to_owned(), (*option).to_owned()]),
        );
        words.extend(["127.0.0.1".to_owned(), line.to_owned()]);
        words
    }
}

/// The program at the far end of a connection, and its number there.
fn connect(home: &Home, server: &Server) -> (Running, u32) {
    let environment: Vec<String> =
        home.environment().into_iter().map(|(name, value)| format!("{name}='{value}'")).collect();
    let pid = home.path().join("pid");
    _ = fs::remove_file(&pid);
    let far = format!("echo $$ > {}; exec env {} inroad", pid.display(), environment.join(" "));
    let way = server.way(home, &far);
    let args: Vec<&str> = way.iter().map(String::as_str).collect();
    let mut run = Running::of(home.program("ssh", &args), 110, 32);
    run.shows("▸ Primo");
    (run, fs::read_to_string(pid).unwrap().trim().parse().unwrap())
}

fn the_client_is_killed(times: usize) {
    let home = Home::with_primo();
    let Some(server) = serve(&home) else { return };
    let mut longest = Duration::ZERO;
    for i in 0..times {
        let text = format!("text{i:03}");
        let (mut run, pid) = connect(&home, &server);
        run.keys("e").shows("Ctrl-S save").keys(&text).shows(&text);
        let at = Instant::now();
        run.signal(Signal::KILL);
        waited_for("its end", || is_gone(pid));
        let took = at.elapsed();
        assert!(took < AT_MOST, "the {i}th took {took:?}");
        longest = longest.max(took);
        assert!(home.typed().contains(&text), "{text}: {}", home.typed());
        let mut next = home.start(110, 32, &[]);
        next.shows("Typed and not saved").shows(&text).keys("x<Esc>");
        next.until("the list gone", |screen| !screen.contents().contains("Typed and not saved")).keys("qq");
        assert!(next.until_ended().0.success());
    }
    println!("{times} of {times} gone within {longest:?}, each text kept and offered");
}

#[test]
fn the_client_is_killed_a_few_times() {
    the_client_is_killed(3);
}

#[test]
#[ignore = "a hundred times takes minutes"]
fn the_client_is_killed_a_hundred_times() {
    the_client_is_killed(100);
}
