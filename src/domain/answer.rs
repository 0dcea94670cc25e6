//! What came back, and what follows from it.

use super::words::words;

words! {
    /// What came back on a touch, at once or days later.
    pub enum Answer {
        Replied = "replied",
        MeetingBooked = "meeting-booked",
        CallBack = "call-back",
        SendSomething = "send-something",
        Accepted = "accepted",
        Referred = "referred",
        OutOfOffice = "out-of-office",
        ContactLater = "contact-later",
        NotInterested = "not-interested",
        Bounced = "bounced",
        WrongNumber = "wrong-number",
        Unsubscribed = "unsubscribed",
    }
}
