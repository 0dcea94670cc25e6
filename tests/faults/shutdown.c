/* The power is cut: what a file system has not written down is gone. Argument: where it is mounted. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>

#define FS_IOC_SHUTDOWN _IOR('X', 125, uint32_t)
#define NOLOGFLUSH 2

int main(int count, char **words) {
    uint32_t how = NOLOGFLUSH;
    int folder = count > 1 ? open(words[1], O_RDONLY) : -1;
    if (folder < 0 || ioctl(folder, FS_IOC_SHUTDOWN, &how) < 0) {
        perror("shutdown");
        return 1;
    }
    return 0;
}
