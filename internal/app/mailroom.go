package app

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"mahalle/internal/city"
	"mahalle/internal/citypack"
	"mahalle/internal/mailroom"
	"mahalle/internal/mailroom/letter"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/tenant"
	"mahalle/internal/platform/ui"
	"mahalle/internal/requests"
)

// mailroomNeeds joins what the mailroom asks for.
func (a *App) mailroomNeeds() mailroom.Needs {
	return mailroom.Needs{
		CityOf: a.cityOf, Open: a.openLetter, About: a.Messages.About, CameBack: a.cameBack,
		Hear: func(ctx context.Context, tx *db.Tx, number, sender, text string, photos []mailroom.Picture) error {
			return a.Requests.WriteFrom(ctx, tx, number, sender, text, pictures(photos))
		},
		Attach: func(ctx context.Context, tx *db.Tx, number, text string, photos []mailroom.Picture, asApplicant bool) error {
			return a.Requests.Attach(ctx, tx, number, text, pictures(photos), asApplicant)
		},
		Find: func(ctx context.Context, typed string) ([]mailroom.Existing, error) {
			return existing(ctx, a.Requests.Find, typed)
		},
		FindBy: func(ctx context.Context, phone, email string) ([]mailroom.Existing, error) {
			return existing(ctx, func(ctx context.Context, _ string) ([]requests.Found, error) {
				return a.Requests.FindBy(ctx, phone, email)
			}, "")
		},
		HearBody: a.Agencies.Answered, Desk: a.lettersDesk,
		Suggest: func(ctx context.Context, words string) []ui.Option {
			return subjectOptions(a.searchSubjects(ctx, words))
		},
		Subjects:       func(ctx context.Context) []ui.Option { return subjectOptions(a.allSubjects(ctx)) },
		Districts:      func(ctx context.Context) []ui.Option { return areaOptions(a.districts(ctx)) },
		Neighbourhoods: func(ctx context.Context, d string) []ui.Option { return areaOptions(a.neighbourhoods(ctx, d)) },
		PersonName:     a.Office.PersonName, Urgent: a.urgent,
	}
}

// cameBack lets whoever wrote a letter know that it did not arrive.
func (a *App) cameBack(ctx context.Context, tx *db.Tx, letter city.ID) error {
	return errors.Join(a.Messages.CameBack(ctx, tx, letter), a.Agencies.CameBack(ctx, tx, letter))
}

// lettersDesk names the unit that has the most posts from which letters are read.
func (a *App) lettersDesk(ctx context.Context) string {
	t, most, desk := db.TenantFrom(ctx), 0, a.Office.Desk(db.TenantFrom(ctx))
	for _, u := range a.Office.Units(t) {
		n := 0
		for _, p := range a.Office.PostsIn(t, u.Code) {
			if role, _ := a.Office.Role(t, p.Role); role.Permissions[mailroom.CanRead] {
				n++
			}
		}
		if n > most {
			most, desk = n, u.Code
		}
	}
	return a.unitName(ctx, desk)
}

// cityOf finds a city by its code or a host name; "" is the only one.
func (a *App) cityOf(name string) (*tenant.City, bool) {
	if c, ok := a.Cities.ByID(city.Tenant(name)); ok {
		return c, true
	}
	if all := a.Cities.All(); name == "" && len(all) == 1 {
		return all[0], true
	}
	if name == "" {
		return nil, false
	}
	return a.Cities.ByHost(name)
}

// openLetter makes a request of a letter; what was written to the desk is not
// shown to the public unless the desk writes it again.
func (a *App) openLetter(ctx context.Context, tx *db.Tx, c mailroom.Case) (string, error) {
	o, err := a.Requests.Open(ctx, tx, requests.Report{
		Kind: a.Routing.KindOf(db.TenantFrom(ctx), c.Subject), Subject: c.Subject, Description: c.Text, Lang: c.Lang, Place: c.Place,
		Channel: c.Channel, Contact: requests.Contact{Name: c.Name, Email: c.Email, Phone: c.Phone, Lang: c.Lang},
		Photos: pictures(c.Photos), Private: true,
	})
	return o.Number, err
}

// existing lets a letter's page show requests that were looked for.
func existing(ctx context.Context, find func(context.Context, string) ([]requests.Found, error), typed string) ([]mailroom.Existing, error) {
	found, err := find(ctx, typed)
	all := make([]mailroom.Existing, len(found))
	for i, f := range found {
		all[i] = mailroom.Existing(f)
	}
	return all, err
}

func pictures(all []mailroom.Picture) []requests.Picture {
	kept := make([]requests.Picture, len(all))
	for i, p := range all {
		kept[i] = requests.Picture(p)
	}
	return kept
}

func subjectOptions(all []requests.Choice) []ui.Option {
	options := make([]ui.Option, len(all))
	for i, c := range all {
		options[i] = ui.Option{Value: c.Code, Label: c.Name, Note: c.GroupName, Group: c.GroupName}
	}
	return options
}

func areaOptions(all []requests.Area) []ui.Option {
	options := make([]ui.Option, len(all))
	for i, area := range all {
		options[i] = ui.Option{Value: area.Code, Label: area.Name}
	}
	return options
}

// demoLetters is how many letters wait in a demonstration.
const demoLetters = 6

// imagineLetters puts letters into the mailroom of a demonstration: stories of
// its residents, the newest a few minutes old.
func (a *App) imagineLetters(ctx context.Context, pack *citypack.Pack, dice *rand.Rand, now time.Time) error {
	var first, last []string
	for _, n := range pack.Demo.Names {
		if n.Part == "last" {
			last = append(last, n.Name)
		} else {
			first = append(first, n.Name)
		}
	}
	var stories []citypack.DemoText // in the city's own language, as the names are
	for _, t := range pack.Demo.Texts {
		if t.Lang == tenant.From(ctx).DefaultLang {
			stories = append(stories, t)
		}
	}
	if len(first) == 0 || len(last) == 0 || len(stories) == 0 {
		return nil
	}
	for i := range demoLetters {
		story := stories[dice.IntN(len(stories))]
		subject, _ := a.Routing.Subject(db.TenantFrom(ctx), story.Subject)
		l := letter.Letter{Key: fmt.Sprintf("demonstration %d", i), From: fmt.Sprintf("resident%d@example.org", i+1),
			Name: first[dice.IntN(len(first))] + " " + last[dice.IntN(len(last))], Subject: subject.Name.In(story.Lang), Lang: story.Lang, Text: story.Text, Whole: story.Text}
		at := clock.With(ctx, now.Add(-time.Duration((demoLetters-i)*47)*time.Minute))
		if err := a.DB.Write(at, func(tx *db.Tx) error { return a.Mailroom.Deliver(at, tx, l) }); err != nil {
			return err
		}
	}
	return nil
}

// mailboxes tells the doctor how the city's mailboxes do.
func (a *App) mailboxes(ctx context.Context, c *tenant.City) []Finding {
	about := string(c.ID) + " mailbox"
	boxes, err := a.Mailroom.Boxes(ctx)
	if err != nil {
		return []Finding{finding(about, "", err)}
	}
	var found []Finding
	for _, b := range boxes {
		f := Finding{About: about, Says: b.Box + " was last read " + said(b.Read), Trouble: !b.Well()}
		if !b.Failed.IsZero() {
			f.Says = fmt.Sprintf("%s cannot be read since %s (%s); it was last read %s", b.Box, said(b.Failed), b.Error, said(b.Read))
		}
		found = append(found, f)
	}
	return found
}

func said(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format(time.RFC3339)
}

// mailFigures tells the operator's monitoring whether letters come in.
type mailFigures struct{ app *App }

var (
	mailboxUp      = prometheus.NewDesc("mahalle_mailbox_up", "1 while a city's mailboxes are being read, 0 while one cannot be.", []string{"city"}, nil)
	mailboxRead    = prometheus.NewDesc("mahalle_mailbox_last_read_seconds", "When the mailbox that was read longest ago was read to its end, in seconds since 1970.", []string{"city"}, nil)
	lettersWaiting = prometheus.NewDesc("mahalle_letters_waiting", "Letters that nobody has read yet, up to a thousand.", []string{"city"}, nil)
)

// Describe names the figures.
func (f mailFigures) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{mailboxUp, mailboxRead, lettersWaiting} {
		out <- d
	}
}

// Collect reads them for every city.
func (f mailFigures) Collect(out chan<- prometheus.Metric) {
	for _, c := range f.app.Cities.All() {
		ctx, cancel := context.WithTimeout(tenant.Enter(context.Background(), c), time.Second)
		boxes, _ := f.app.Mailroom.Boxes(ctx) // a database that does not answer shows elsewhere
		if n, err := f.app.Mailroom.Waits(ctx); err == nil {
			out <- prometheus.MustNewConstMetric(lettersWaiting, prometheus.GaugeValue, float64(n), string(c.ID))
		}
		cancel()
		if len(boxes) == 0 {
			continue
		}
		up, read := 1.0, boxes[0].Read
		for _, b := range boxes {
			if !b.Well() {
				up = 0
			}
			if b.Read.Before(read) {
				read = b.Read
			}
		}
		out <- prometheus.MustNewConstMetric(mailboxUp, prometheus.GaugeValue, up, string(c.ID))
		out <- prometheus.MustNewConstMetric(mailboxRead, prometheus.GaugeValue, max(0, float64(read.UnixMicro())/1e6), string(c.ID))
	}
}

var _ prometheus.Collector = mailFigures{}
