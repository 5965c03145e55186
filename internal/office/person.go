package office

import (
	"net/mail"
	"regexp"
	"strings"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/phone"
)

// Person is a member of staff.
type Person struct {
	ID    city.ID
	Login string // folded, ASCII
	Details
	Password      string // hash; empty: cannot sign in with one
	PasswordGiven bool   // somebody else chose it
	Active        bool
}

// Details are what the city knows of a person beside the posts held.
type Details struct {
	Name  string
	Email string
	Phone string    // E.164
	Lang  city.Lang // empty: has not chosen one
}

// newcomer is somebody who shall have an account.
type newcomer struct {
	Login string
	Details
	Password string
	Post     string // held from today on; may be empty
}

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{1,59}$`)

// foldLogin makes İSMAİL, ismail and Ismaıl one login.
func foldLogin(s string) string { return i18n.Fold(strings.TrimSpace(s)) }

func (n newcomer) checked(plan phone.Plan) (newcomer, error) {
	var badLogin error
	if n.Login = foldLogin(n.Login); !loginForm.MatchString(n.Login) {
		badLogin = about("login", "office.login_odd")
	}
	details, badDetails := n.Details.checked(plan)
	n.Details = details
	return n, together(badDetails, badLogin, mayBePassword("password", n.Login, n.Password))
}

const longestName, longestEmail = 200, 254 // bytes

// checked cleans what was typed; the error names every field to put right.
func (d Details) checked(plan phone.Plan) (Details, error) {
	d.Name = strings.Join(strings.Fields(i18n.CleanText(d.Name)), " ")
	d.Email = strings.TrimSpace(d.Email)
	var badName, badEmail, badPhone, badLang error
	if d.Name == "" || len(d.Name) > longestName {
		badName = about("name", "office.name_needed")
	}
	if a, err := mail.ParseAddress(d.Email); d.Email != "" && (err != nil || a.Address != d.Email || len(d.Email) > longestEmail) {
		badEmail = about("email", "office.email_odd")
	}
	if d.Phone = strings.TrimSpace(d.Phone); d.Phone != "" {
		d.Phone, badPhone = phone.Parse(d.Phone, plan)
		if f, ok := fault.Of(badPhone); ok {
			badPhone = fault.Fields(fault.Field{Name: "phone", Key: f.Key, Args: f.Args})
		}
	}
	if _, known := city.ParseLang(string(d.Lang)); d.Lang != "" && !known {
		badLang = about("lang", "office.lang_unknown")
	}
	return d, together(badName, badEmail, badPhone, badLang)
}

func about(field, key string) error { return fault.Fields(fault.Field{Name: field, Key: key}) }

// together joins refusals of single fields into one of the whole form.
func together(refusals ...error) error {
	var on []fault.Field
	for _, err := range refusals {
		if f, ok := fault.Of(err); ok {
			on = append(on, f.On...)
		} else if err != nil {
			return err
		}
	}
	if len(on) == 0 {
		return nil
	}
	return fault.Fields(on...)
}
