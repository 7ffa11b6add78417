//! A server that sends bytes as they are given: what it says need not be HTTP, nor end, nor come in time.

use flate2::{Compression, write::GzEncoder};
use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// The most that [`Act::Forever`] sends.
const FOREVER: usize = 64 << 20;
/// A longer head of a request is not read.
const LONGEST_HEAD: usize = 64 << 10;

type Making = dyn Fn(&Request) -> Vec<u8> + Send + Sync;
type Handler = dyn Fn(&Request) -> Vec<Act> + Send + Sync;

/// One step of an answer.
#[derive(Clone)]
pub(crate) enum Act {
    /// These bytes.
    Send(Vec<u8>),
    /// Bytes made of the request: its key, its host, its target.
    Reply(Arc<Making>),
    /// Nothing for a while.
    Pause(Duration),
    /// The same bytes `count` times, with a pause after each.
    Drip { bytes: Vec<u8>, every: Duration, count: u32 },
    /// Ends the connection with a reset (on Linux; elsewhere perhaps as `Close` does).
    Reset,
    /// Ends the connection in order, wherever the answer stands.
    Close,
    /// The same bytes until the client goes away, or 64 MiB were sent.
    Forever(Vec<u8>),
}

/// A request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    /// Names in small letters, in the order received.
    pub(crate) headers: Vec<(String, String)>,
    /// The whole head as received, without the empty line at its end.
    pub(crate) head: String,
}

impl Request {
    /// The value of the first header of this name, given in small letters.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The value of a parameter of the query, as written.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target.split_once('?')?;
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// Reads a head but for its last byte, see [`Desk::answer`]; `None` when the client has gone.
    fn read(mut stream: &TcpStream) -> io::Result<Option<Request>> {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r") {
            if head.len() == LONGEST_HEAD || stream.read(&mut byte)? == 0 {
                return Ok(None);
            }
            head.extend(byte);
        }
        head.truncate(head.len() - b"\r\n\r".len());
        Ok(Some(Request::parse(String::from_utf8_lossy(&head).into_owned())))
    }

    fn parse(head: String) -> Request {
        let mut lines = head.lines();
        let mut words = lines.next().unwrap_or_default().split(' ').map(str::to_owned);
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
            .collect();
        Request { method, target, headers, head }
    }
}

/// A server on a free port of this machine; it stops when dropped, whatever it is about to send.
pub(crate) struct Server {
    address: SocketAddr,
    desk: Arc<Desk>,
    door: Option<JoinHandle<()>>,
}

impl Server {
    /// Answers each request with the acts that `handler` gives, each connection in a thread of its own.
    ///
    /// A connection is used again after a whole answer with its right `Content-Length`, and closed after any other.
    pub(crate) fn start(handler: impl Fn(&Request) -> Vec<Act> + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let desk = Arc::new(Desk {
            handler: Box::new(handler),
            requests: Mutex::default(),
            stopped: Mutex::new(false),
            stop: Condvar::new(),
        });
        let inside = Arc::clone(&desk);
        let door = Some(thread::spawn(move || inside.receive(&listener)));
        Server { address, desk, door }
    }

    /// Scheme, host and port, without a slash at the end.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Everything received so far, in order of arrival.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.desk.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(mut stopped) = self.desk.stopped.lock() {
            *stopped = true;
        }
        self.desk.stop.notify_all();
        let knock = TcpStream::connect(self.address); // the door waits for a connection
        let ended = self.door.take().map(JoinHandle::join);
        drop((knock, ended));
    }
}

/// What the threads of a server share.
struct Desk {
    handler: Box<Handler>,
    requests: Mutex<Vec<Request>>,
    stopped: Mutex<bool>,
    stop: Condvar,
}

impl Desk {
    /// Takes connections until the server stops, then ends them.
    fn receive(self: Arc<Self>, listener: &TcpListener) {
        // Weak, so that a connection ends when its thread lets go of it and not later.
        let mut open: Vec<(Weak<TcpStream>, JoinHandle<()>)> = Vec::new();
        while let Ok((stream, _)) = listener.accept() {
            if *self.stopped.lock().unwrap() {
                break;
            }
            open.retain(|(_, thread)| !thread.is_finished());
            let (stream, inside) = (Arc::new(stream), Arc::clone(&self));
            let weak = Arc::downgrade(&stream);
            // An error here is a client that went away in the middle: part of the game.
            open.push((weak, thread::spawn(move || drop(inside.attend(&stream)))));
        }
        for (stream, thread) in open {
            drop(stream.upgrade().map(|stream| stream.shutdown(Shutdown::Both)));
            drop(thread.join());
        }
    }

    fn attend(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(Duration::from_secs(30)))?;
        while let Some(request) = Request::read(stream)? {
            self.requests.lock().unwrap().push(request.clone());
            let resolve = |act| match act {
                Act::Reply(make) => Act::Send(make(&request)),
                act => act,
            };
            if !self.answer(stream, (self.handler)(&request).into_iter().map(resolve).collect())? {
                break;
            }
        }
        Ok(())
    }

    /// Performs the acts; false when the connection is to end.
    ///
    /// A socket closed with input unread sends a reset, which needs no option that `std` does not have: so the last byte of
    /// the request is left lying when a reset is to come.
    fn answer(&self, mut stream: &TcpStream, acts: Vec<Act>) -> io::Result<bool> {
        if !acts.iter().any(|act| matches!(act, Act::Reset)) {
            stream.read_exact(&mut [0])?;
        }
        let again = is_whole(&acts);
        for act in acts {
            match act {
                Act::Send(bytes) => stream.write_all(&bytes)?,
                Act::Reply(_) => unreachable!("made into bytes before"),
                Act::Reset | Act::Close => return Ok(false),
                Act::Pause(time) if self.stopped_within(time) => return Ok(false),
                Act::Pause(_) => {}
                Act::Drip { bytes, every, count } => {
                    for _ in 0..count {
                        stream.write_all(&bytes)?;
                        if self.stopped_within(every) {
                            return Ok(false);
                        }
                    }
                }
                Act::Forever(bytes) => {
                    for _ in 0..FOREVER / bytes.len().max(1) {
                        stream.write_all(&bytes)?;
                    }
                }
            }
        }
        Ok(again)
    }

    /// Waits so long, or until the server stops: then true.
    fn stopped_within(&self, time: Duration) -> bool {
        let stopped = self.stopped.lock().unwrap();
        *self.stop.wait_timeout_while(stopped, time, |stopped| !*stopped).unwrap().0
    }
}

/// Whether the acts are one answer that says how long it is, and is so long.
fn is_whole(acts: &[Act]) -> bool {
    let mut sent = Vec::new();
    for act in acts {
        match act {
            Act::Send(bytes) => sent.extend(bytes),
            Act::Pause(_) => {}
            _ => return false,
        }
    }
    let Some(end) = head_end(&sent) else { return false };
    let head = String::from_utf8_lossy(&sent[..end]).to_lowercase();
    let bare = ["http/1.1 1", "http/1.1 204", "http/1.1 304"];
    if !head.starts_with("http/1.1 ") || bare.iter().any(|start| head.starts_with(start)) {
        return false;
    }
    let value =
        |line: &str| line.strip_prefix("content-length:").map(|value| value.trim().to_owned());
    let lengths: Vec<String> = head.lines().filter_map(value).collect();
    let closing = ["\r\nconnection:", "\r\ntransfer-encoding:"].iter().any(|l| head.contains(l));
    !closing && lengths == [(sent.len() - end).to_string()]
}

/// Where the body begins; `None` if the head does not end.
pub(crate) fn head_end(answer: &[u8]) -> Option<usize> {
    answer.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4)
}

/// The bytes of an answer with its right length.
pub(crate) fn answer(code: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let reason = if code == 200 { "OK" } else { "Not OK" };
    let mut bytes = format!("HTTP/1.1 {code} {reason}\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        bytes += &format!("{name}: {value}\r\n");
    }
    [bytes.as_bytes(), b"\r\n", body].concat()
}

/// An answer with this status.
pub(crate) fn status(code: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<Act> {
    vec![Act::Send(answer(code, headers, body))]
}

/// The right answer.
pub(crate) fn ok(content_type: &str, body: impl AsRef<[u8]>) -> Vec<Act> {
    status(200, &[("content-type", content_type)], body)
}

/// The right answer, packed.
pub(crate) fn ok_gzip(content_type: &str, body: impl AsRef<[u8]>) -> Vec<Act> {
    let headers = [("content-type", content_type), ("content-encoding", "gzip")];
    status(200, &headers, gzip(body))
}

/// Sends the client elsewhere.
pub(crate) fn redirect(to: &str) -> Vec<Act> {
    status(302, &[("location", to)], "")
}

/// One member of gzip.
pub(crate) fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes.as_ref()).unwrap();
    packer.finish().unwrap()
}
