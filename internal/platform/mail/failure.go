package mail

import (
	"errors"
	"fmt"

	gomail "github.com/wneessen/go-mail"
)

// Failure says that the mail server did not take a letter. Its own words, which
// may hold the address, are in Err and not in the text of the error.
type Failure struct {
	Code      int  // the server's answer, such as 550; 0 if it gave none
	Permanent bool // this letter will not be taken tomorrow either
	Err       error
}

func (f *Failure) Error() string {
	if f.Code == 0 {
		return "mail: the mail server could not be reached or did not let us in"
	}
	return fmt.Sprintf("mail: the mail server answered %d", f.Code)
}

// Unwrap gives what lies beneath.
func (f *Failure) Unwrap() error { return f.Err }

// failure tells a letter nobody will ever take from a server that is not well.
// A refused sign-in or sender is the city's to put right, so it is not the
// letter's end.
func failure(err error) *Failure {
	f := &Failure{Err: err}
	var refused *gomail.SendError
	if errors.As(err, &refused) {
		f.Code = refused.ErrorCode()
		switch refused.Reason {
		case gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose:
			f.Permanent = f.Code >= 500
		}
	}
	return f
}
