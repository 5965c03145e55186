package failure

import (
	"bytes"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// line is the wire between the program and its database server. The test holds
// the scissors.
type line struct {
	t       *testing.T
	server  string
	address string

	mu       sync.Mutex
	listener net.Listener
	open     map[net.Conn]bool
	silent   chan struct{} // closed when the line speaks again; nil while it does
	swallow  []byte        // the answer to what holds these bytes never arrives
	all      sync.WaitGroup
}

// lineTo opens a line to the server.
func lineTo(t *testing.T, server string) *line {
	t.Helper()
	l := &line{t: t, server: server, address: "127.0.0.1:0", open: map[net.Conn]bool{}}
	l.mend()
	t.Cleanup(func() { l.cut(); l.all.Wait() })
	return l
}

// mend lets calls through again, under the address the program knows.
func (l *line) mend() {
	l.t.Helper()
	listener, err := net.Listen("tcp", l.address)
	if err != nil {
		l.t.Fatal(err)
	}
	l.mu.Lock()
	l.listener, l.address = listener, listener.Addr().String()
	l.mu.Unlock()
	l.all.Go(func() {
		for {
			caller, err := listener.Accept()
			if err != nil {
				return
			}
			l.all.Go(func() { l.connect(caller) })
		}
	})
}

// cut is the server dying: every connection breaks and nobody answers.
func (l *line) cut() {
	l.speak()
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.listener.Close()
	for c := range l.open {
		_ = c.Close()
	}
}

// hush is the server that hangs: connections stand, nothing comes through.
func (l *line) hush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.silent = make(chan struct{})
}

func (l *line) speak() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.silent != nil {
		close(l.silent)
		l.silent = nil
	}
}

// loseAnswerTo breaks the next connection that says these words, after the
// server has heard them and before its answer arrives.
func (l *line) loseAnswerTo(words string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.swallow = []byte(words)
}

func (l *line) connect(caller net.Conn) {
	server, err := net.Dial("tcp", l.server)
	if err != nil {
		_ = caller.Close()
		return
	}
	l.mu.Lock()
	l.open[caller], l.open[server] = true, true
	l.mu.Unlock()
	var both sync.WaitGroup
	var lost atomic.Bool // the server's next answer does not arrive
	both.Go(func() { l.carry(server, caller, func(said []byte) { lost.Store(lost.Load() || l.swallows(said)) }) })
	both.Go(func() {
		l.carry(caller, server, func([]byte) {
			if lost.Load() {
				_ = caller.Close()
			}
		})
	})
	both.Wait()
	l.mu.Lock()
	delete(l.open, caller)
	delete(l.open, server)
	l.mu.Unlock()
}

// carry passes on what is said in one direction, after hear has heard it.
func (l *line) carry(to, from net.Conn, hear func(said []byte)) {
	defer func() { _, _ = to.Close(), from.Close() }()
	b := make([]byte, 64<<10)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		hear(b[:n])
		l.wait()
		if _, err := to.Write(b[:n]); err != nil {
			return
		}
	}
}

// wait holds what is said while the line is silent.
func (l *line) wait() {
	l.mu.Lock()
	silent := l.silent
	l.mu.Unlock()
	if silent != nil {
		<-silent
	}
}

func (l *line) swallows(said []byte) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.swallow == nil || !bytes.Contains(said, l.swallow) {
		return false
	}
	l.swallow = nil
	return true
}
