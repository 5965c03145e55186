package browser

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// watch hears what a page complains of and whom it asks.
type watch struct {
	mu    sync.Mutex
	hosts map[string]bool              // the test went there itself
	pages map[network.RequestID]string // whole pages, whose status the test judges
	found []string
}

func newWatch() *watch {
	return &watch{hosts: map[string]bool{}, pages: map[network.RequestID]string{}}
}

func (w *watch) visiting(host string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hosts[host] = true
}

func (w *watch) faults() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.found)
}

// see is called for every event of the tab, in order.
func (w *watch) see(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		w.asked(e)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			w.note("the page wrote an error to its console: %s", words(e.Args))
		}
	case *runtime.EventExceptionThrown:
		w.note("a script of the page failed: %s", explain(e.ExceptionDetails))
	case *log.EventEntryAdded:
		w.logged(e.Entry)
	}
}

func (w *watch) asked(e *network.EventRequestWillBeSent) {
	if string(e.RequestID) == string(e.LoaderID) {
		w.pages[e.RequestID] = e.Request.URL
	}
	u, err := url.Parse(e.Request.URL)
	if err != nil || u.Host == "" || w.hosts[u.Host] { // data:, blob:, about:
		return
	}
	w.note("the page asked another host: %s", e.Request.URL)
}

// logged keeps what the browser itself holds against the page, such as a file
// that is missing or something its own policy forbids.
func (w *watch) logged(e *log.Entry) {
	if _, page := w.pages[e.NetworkRequestID]; page || e.Level != log.EntryLevelError {
		return
	}
	w.note("the browser reports: %s %s", e.Text, e.URL)
}

func (w *watch) note(text string, args ...any) {
	w.found = append(w.found, fmt.Sprintf(text, args...))
}

func words(args []*runtime.RemoteObject) string {
	var all []string
	for _, a := range args {
		if a.Description != "" {
			all = append(all, a.Description)
			continue
		}
		all = append(all, string(a.Value))
	}
	return strings.Join(all, " ")
}

func explain(d *runtime.ExceptionDetails) string {
	if d.Exception != nil && d.Exception.Description != "" {
		return d.Exception.Description
	}
	return d.Text
}
