// Package fault is the house's one small vocabulary for "no".
//
// A refusal has a kind, which decides the HTTP status, and a message key, which
// becomes Turkish, Persian or English at the very edge. Any other error is ours
// to fix: it is logged in full and shown to people as an apology.
package fault

import (
	"errors"
	"net/http"
)

// Kind says what sort of refusal it is.
type Kind int

// The kinds of refusal.
const (
	None        Kind = iota // no fault at all
	Internal                // ours to fix; never explained to the public
	NotFound                // not there, or not for you: nobody is told which
	Invalid                 // what was sent cannot be understood; say what to do
	Forbidden               // understood, and not yours to do
	Conflict                // yours to do, but not in this state
	TooLarge                // more than we take
	TooOften                // please wait a little
	Gone                    // was there, and has ended: an expired link
	SignIn                  // first say who you are
	Unavailable             // try again soon: we cannot keep it safe right now
	NotThisWay              // the address is right, and does not take this sort of call
	Stale                   // it has changed since the caller looked at it
	NotThisSort             // this sort of content is not taken here
)

// Fault is a refusal that can be explained to the person who asked.
type Fault struct {
	Kind Kind
	Key  string  // message key, e.g. "requests.cannot_reopen"
	Args []any   // name, value pairs for the message
	On   []Field // what is wrong with which field, if a form was sent
	Err  error   // what lies beneath, for the log
}

// Field is a sentence that belongs beside one field of a form.
type Field struct {
	Name string // the field's name in the form
	Key  string // message key
	Args []any  // name, value pairs for the message
}

// New makes a refusal with a message key and its name, value pairs.
func New(kind Kind, key string, args ...any) error {
	return &Fault{Kind: kind, Key: key, Args: args}
}

// Wrap makes a refusal that keeps its cause for the log.
func Wrap(kind Kind, err error, key string, args ...any) error {
	return &Fault{Kind: kind, Key: key, Args: args, Err: err}
}

// Fields refuses a form, naming each field that must be put right.
func Fields(fields ...Field) error {
	return &Fault{Kind: Invalid, Key: "web.form_has_faults", On: fields}
}

func (f *Fault) Error() string {
	if f.Err != nil {
		return f.Key + ": " + f.Err.Error()
	}
	return f.Key
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Err }

// KindOf tells the kind of any error: None for nil, Internal for a stranger.
func KindOf(err error) Kind {
	if err == nil {
		return None
	}
	var f *Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return Internal
}

// Of finds the refusal inside an error, if there is one.
func Of(err error) (*Fault, bool) {
	var f *Fault
	ok := errors.As(err, &f)
	return f, ok
}

// Status is the HTTP status of a kind.
func (k Kind) Status() int {
	switch k {
	case None:
		return http.StatusOK
	case NotFound:
		return http.StatusNotFound
	case Invalid:
		return http.StatusUnprocessableEntity
	case Forbidden:
		return http.StatusForbidden
	case Conflict:
		return http.StatusConflict
	case TooLarge:
		return http.StatusRequestEntityTooLarge
	case TooOften:
		return http.StatusTooManyRequests
	case Gone:
		return http.StatusGone
	case SignIn:
		return http.StatusUnauthorized
	case Unavailable:
		return http.StatusServiceUnavailable
	case NotThisWay:
		return http.StatusMethodNotAllowed
	case Stale:
		return http.StatusPreconditionFailed
	case NotThisSort:
		return http.StatusUnsupportedMediaType
	default:
		return http.StatusInternalServerError
	}
}
