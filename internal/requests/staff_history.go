package requests

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/promises"
)

// record tells a request's journal to colleagues: who did what, by name and
// post, with the words and photos that belong to it, inside notes too.
type record struct {
	ctx      context.Context
	l        i18n.Locale
	s        *Service
	r        *Request
	messages []Message
	said     map[city.ID]bool // messages that an entry has told
	photos   map[string][]ui.Photo
	names    map[city.ID]string
	since    time.Time // since when the unit has it
	joined   bool      // the newest of those who joined was told
}

// happened is what the record reads of an event.
type happened struct {
	Message city.ID   `json:"message"`
	From    string    `json:"from"`
	To      string    `json:"to"`
	Channel string    `json:"channel"`
	Outcome Outcome   `json:"outcome"`
	Interim bool      `json:"interim"`
	People  int       `json:"people"`
	Of      string    `json:"of"`
	Unit    string    `json:"unit"`
	Due     int64     `json:"due"`
	Reason  string    `json:"reason"`
	Post    string    `json:"post"` // which was told
	Name    city.Text `json:"name"` // of the day that moved the date
	Lead    string    `json:"lead"`
	Other   string    `json:"other"`
	Parent  string    `json:"parent"`
	Which   string    `json:"which"`
	Into    string    `json:"into"`
	Many    int       `json:"requests"`
	Parts   int       `json:"parts"`
	Open    int       `json:"open"`
	Done    bool      `json:"done"`
	Subject string    `json:"subject"`
	Was     string    `json:"was_subject"`
	Kind    string    `json:"kind"`
	Before  struct {
		Unit string `json:"unit"`
	} `json:"before"`
	After struct {
		Unit string `json:"unit"`
		Due  int64  `json:"due"`
	} `json:"after"`
}

func (s *Service) tellColleagues(ctx context.Context, q db.Query, v *oneView) error {
	t := record{ctx: ctx, l: i18n.From(ctx), s: s, r: &v.Request, said: map[city.ID]bool{}, names: map[city.ID]string{}}
	var err error
	if t.messages, err = messagesOf(ctx, q, v.ID); err != nil {
		return err
	}
	if t.photos, err = s.photosFor(ctx, q, &v.Request); err != nil {
		return err
	}
	all, err := journal.Of(ctx, q, v.ID, mostHistory+min(v.People, 1000))
	if err != nil {
		return err
	}
	v.Photos = t.photos["report"]
	for _, e := range all {
		if line, ok := t.line(e); ok && (!v.OnlyMessages || line.Quote != "") {
			v.History = append(v.History, line)
		}
	}
	v.Since = t.since
	return nil
}

// untold are news that other news of the same moment tells in better words.
var untold = map[string]bool{events.RequestFellDue{}.Kind(): true, events.RequestRescheduled{}.Kind(): true}

// line is one entry of the journal in plain words.
func (t *record) line(e journal.Entry) (ui.Entry, bool) {
	var what happened
	_ = e.Read(&what) // an entry of an older form still has its time and kind
	key := keyOf(e, what)
	if untold[e.Kind] || !t.l.Has(key) || e.Kind == (events.RequestJoined{}).Kind() && t.joined {
		return ui.Entry{}, false
	}
	t.note(e, what)
	who, unit := t.who(e), t.s.pages.unitName(t.ctx, cmp.Or(what.To, what.After.Unit, what.Unit))
	number := partNumber(cmp.Or(what.Lead, what.Other, what.Which, what.Into, what.Parent))
	line := ui.Entry{At: e.At, Tone: lineTones[e.Kind], Strong: []string{who, unit, number}, Text: t.l.Say(key, "who", who, "unit", unit,
		"n", what.People, "channel", t.word("requests.channel_", what.Channel), "promise", t.word("requests.staff_promise_", what.Of),
		"when", t.l.Moment(db.Time(cmp.Or(what.Due, what.After.Due))), "reason", t.why(e, what),
		"post", t.s.pages.postName(t.ctx, what.Post), "day", t.l.Text(what.Name),
		"from", t.s.pages.subjectName(t.ctx, what.Was), "to", t.s.pages.subjectName(t.ctx, what.Subject), "kind", t.s.pages.kindName(t.ctx, what.Kind),
		"number", number, "many", what.Many, "parts", what.Parts, "open", what.Open)}
	t.quote(&line, e, what)
	return line, true
}

// keyOf is the sentence for an entry; a few kinds of news have several.
func keyOf(e journal.Entry, what happened) string {
	key := "requests.line_" + strings.ReplaceAll(e.Kind, ".", "_")
	switch e.Kind {
	case events.RequestOpened{}.Kind():
		if e.Actor.Kind == access.Staff {
			return key + "_by"
		}
	case events.RequestHandedOver{}.Kind():
		if what.From == what.To {
			return "requests.line_request_moved"
		}
	case events.PromiseBroken{}.Kind(), events.PromiseEscalated{}.Kind():
		if what.Post != "" {
			return key + "_told"
		}
	case events.PromiseMoved{}.Kind():
		if what.Reason == promises.ByCalendar {
			return key + "_calendar"
		}
	case events.RequestAnswered{}.Kind():
		if what.Interim {
			return key + "_interim"
		}
	case events.RequestClustered{}.Kind():
		if what.Many > 0 {
			return key + "_here"
		}
	case events.RequestUnclustered{}.Kind():
		if what.Lead != "" {
			return key + "_here"
		}
	case events.SubjectChanged{}.Kind():
		return key + subjectLine(what.Was == what.Subject, what.After.Due == 0)
	case events.ContactSeen{}.Kind():
		if what.Reason != "" {
			return key + "_why"
		}
	case events.ContactErased{}.Kind():
		if what.Reason == "time" {
			return key + "_time"
		}
	case events.PartEnded{}.Kind():
		return key + "_" + partEnd(what)
	case events.RequestFinished{}.Kind():
		return key + "_" + string(what.Outcome)
	}
	return key
}

// subjectLine chooses among the sentences for another subject: another kind alone,
// and a request to which no date is owed.
func subjectLine(kindAlone, undated bool) string {
	switch {
	case kindAlone && undated:
		return "_kind_undated"
	case kindAlone:
		return "_kind"
	case undated:
		return "_undated"
	}
	return ""
}

// partEnd is how a part ended, told of itself or of its request.
func partEnd(what happened) string {
	how := "dropped"
	switch {
	case what.Done:
		how = "done"
	case what.Into != "":
		how = "into"
	}
	if what.Which != "" {
		how += "_here"
	}
	return how
}

// note remembers what the page says elsewhere.
func (t *record) note(e journal.Entry, what happened) {
	if t.since.IsZero() && (moves[e.Kind] && (what.From == "" || what.From != what.To) || passed(what.Before.Unit, what.After.Unit)) {
		t.since = e.At
	}
	t.joined = t.joined || e.Kind == (events.RequestJoined{}).Kind()
}

// why says the reason of an entry: each kind of news has a list of its own.
func (t *record) why(e journal.Entry, what happened) string {
	switch e.Kind {
	case events.ContactKept{}.Kind():
		return t.word("requests.kept_", what.Reason)
	case events.ContactSeen{}.Kind():
		return t.word("requests.look_", what.Reason)
	}
	return t.word("requests.pause_", what.Reason)
}

// word says a code in the reader's language, if it is one we know.
func (t *record) word(prefix, code string) string {
	if code == "" || !t.l.Has(prefix+code) {
		return code
	}
	return t.l.Say(prefix + code)
}

// who did it: the person with the post held then, the resident, or the system.
func (t *record) who(e journal.Entry) string {
	switch e.Actor.Kind {
	case access.Resident:
		return t.l.Say("requests.staff_resident")
	case access.System:
		if e.Actor.Post != "" { // a body outside, which has no account
			return t.s.pages.unitName(t.ctx, e.Actor.Post)
		}
		return t.l.Say("requests.staff_system")
	case access.Staff:
	}
	name, known := t.names[e.Actor.Person]
	if !known {
		name = t.s.pages.personName(t.ctx, e.Actor.Person)
		t.names[e.Actor.Person] = name
	}
	post := t.s.pages.postName(t.ctx, e.Actor.Post)
	switch {
	case name == "":
		return post
	case post == "":
		return name
	}
	return t.l.Say("requests.staff_name_post", "name", name, "post", post)
}

// wordsOf are the kinds of message that come with news which does not name them.
var wordsOf = map[string]MessageKind{
	events.RequestHandedOver{}.Kind(): Handing, events.RequestReturned{}.Kind(): Returning,
	events.ResidentConfirmed{}.Kind(): Praise, events.ReopenRequested{}.Kind(): Objection,
}

// quote puts the words and photos beside the entry they belong to.
func (t *record) quote(line *ui.Entry, e journal.Entry, what happened) {
	if e.Kind == (events.RequestFinished{}).Kind() && what.Message == "" {
		line.Photos = t.photos["evidence"]
	}
	i := slices.IndexFunc(t.messages, func(m Message) bool {
		before := e.At.Sub(db.Time(m.At))
		return m.ID == what.Message || !t.said[m.ID] && m.Kind == wordsOf[e.Kind] && before >= 0 && before < 5*time.Second
	})
	if i < 0 {
		return
	}
	m := t.messages[i]
	t.said[m.ID] = true
	line.Quote, line.Lang, line.Voice, line.Photos = m.Text, string(m.Lang), voiceOf(m.Kind), t.photos[string(m.ID)]
}

func voiceOf(k MessageKind) ui.Voice {
	switch {
	case k.Inside():
		return ui.Inside
	case k.Residents():
		return ui.Resident
	}
	return ui.Reply
}

var lineTones = map[string]ui.Tone{
	events.RequestTaken{}.Kind(): ui.Run, events.RequestReleased{}.Kind(): ui.Calm, events.RequestAccepted{}.Kind(): ui.Run, events.RequestHandedOver{}.Kind(): ui.Handed,
	events.RequestReturned{}.Kind(): ui.Handed, events.RequestAnswered{}.Kind(): ui.Kept, events.RequestAsked{}.Kind(): ui.Wait,
	events.ResidentWrote{}.Kind(): ui.Wait, events.RequestFinished{}.Kind(): ui.Kept, events.ResidentConfirmed{}.Kind(): ui.Kept,
	events.ReopenRequested{}.Kind(): ui.Soon, events.RequestReopened{}.Kind(): ui.Run, events.ReopenRefused{}.Kind(): ui.Paused,
	events.PromiseBroken{}.Kind(): ui.Late, events.PromiseEscalated{}.Kind(): ui.Late, events.PromiseSoonDue{}.Kind(): ui.Soon,
	events.PromiseMoved{}.Kind(): ui.Soon, events.SubjectChanged{}.Kind(): ui.Handed, events.PromisePaused{}.Kind(): ui.Paused,
}
