package requests

import (
	"context"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/ui"
	"mahalle/internal/promises"
)

// story tells a request's journal in plain words: what the city did, by the
// names of its units. Notes for colleagues and the names of persons are no part
// of it.
type story struct {
	ctx      context.Context
	l        i18n.Locale
	pages    Pages
	r        *Request
	own      bool
	messages []Message
	photos   map[string][]ui.Photo // by message, or by kind where there is none
	since    time.Time             // since when the unit has it
}

// told is what the story reads of an event.
type told struct {
	Message city.ID     `json:"message"`
	To      string      `json:"to"`
	Outcome Outcome     `json:"outcome"`
	Interim bool        `json:"interim"`
	Due     int64       `json:"due"`
	Of      promises.Of `json:"of"`
	Reason  string      `json:"reason"`
	Name    city.Text   `json:"name"`
	Lead    string      `json:"lead"`
	Many    int         `json:"requests"`
	From    string      `json:"from"`
	Subject string      `json:"subject"`
	Was     string      `json:"was_subject"`
	Kind    string      `json:"kind"`
	Before  struct {
		Unit string `json:"unit"`
	} `json:"before"`
	After struct {
		Unit string `json:"unit"`
		Due  int64  `json:"due"`
	} `json:"after"`
}

// tell writes the entries, the newest first as the journal gives them.
func (t *story) tell(all []journal.Entry) ([]ui.Entry, error) {
	var entries []ui.Entry
	for _, e := range all {
		say, known := sayings[e.Kind]
		if !known {
			continue
		}
		var what told
		if err := e.Read(&what); err != nil {
			return nil, err
		}
		if what.Of.Inside() {
			continue
		}
		if t.since.IsZero() && (moves[e.Kind] && (what.From == "" || what.From != what.To) || passed(what.Before.Unit, what.After.Unit)) {
			t.since = e.At
		}
		entry := say(t, e, what)
		entry.At = e.At
		entries = append(entries, entry)
	}
	return entries, nil
}

// passed reports whether the news gave a request to another unit.
func passed(from, to string) bool { return from != "" && from != to }

// moves are the news after which another unit has the request.
var moves = map[string]bool{events.RequestOpened{}.Kind(): true, events.RequestHandedOver{}.Kind(): true, events.RequestReturned{}.Kind(): true, events.PartOpened{}.Kind(): true}

type saying func(t *story, e journal.Entry, what told) ui.Entry

// sayings are the news that residents are told.
var sayings = map[string]saying{
	events.RequestOpened{}.Kind():     (*story).opened,
	events.RequestTaken{}.Kind():      unitDid("requests.story_taken", ui.Run),
	events.RequestAccepted{}.Kind():   unitDid("requests.story_accepted", ui.Run),
	events.RequestHandedOver{}.Kind(): (*story).handed,
	events.RequestReleased{}.Kind():   unitDid("requests.story_released", ui.Calm),
	events.SubjectChanged{}.Kind():    (*story).subjectChanged,
	events.RequestReturned{}.Kind():   movedTo("requests.story_returned"),
	events.RequestAnswered{}.Kind():   (*story).answered,
	events.RequestAsked{}.Kind():      (*story).asked,
	events.ResidentWrote{}.Kind():     (*story).wrote,
	events.RequestFinished{}.Kind():   (*story).finished,
	events.ResidentConfirmed{}.Kind(): residentSaid("requests.story_confirmed", "requests.story_confirmed_own", Praise, ui.Kept),
	events.ReopenRequested{}.Kind():   residentSaid("requests.story_objected", "requests.story_objected_own", Objection, ui.Wait),
	events.RequestReopened{}.Kind():   unitDid("requests.story_reopened", ui.Run),
	events.ReopenRefused{}.Kind():     (*story).reopenRefused,
	events.RequestClosed{}.Kind():     unitDid("requests.story_closed", ui.Calm),
	events.RequestFellDue{}.Kind():    unitDid("requests.story_late", ui.Late),
	events.PromiseMoved{}.Kind():      (*story).dateMoved,
	events.PromisePaused{}.Kind():     (*story).paused,
	events.PromiseResumed{}.Kind():    (*story).resumed,
	events.RequestClustered{}.Kind():  (*story).clustered, events.RequestUnclustered{}.Kind(): (*story).unclustered,
}

// unitDid tells what the unit did that had the request then.
func unitDid(key string, tone ui.Tone) saying {
	return func(t *story, _ journal.Entry, what told) ui.Entry { return t.unit(key, tone, what.After.Unit) }
}

func movedTo(key string) saying {
	return func(t *story, _ journal.Entry, what told) ui.Entry { return t.unit(key, ui.Handed, what.To) }
}

// handed tells that another unit has it, or that only its place was put right.
func (t *story) handed(_ journal.Entry, what told) ui.Entry {
	if what.From == what.To {
		return ui.Entry{Tone: ui.Calm, Text: t.l.Say("requests.story_placed")}
	}
	return t.unit("requests.story_handed", ui.Handed, what.To)
}

// subjectChanged tells what the city takes the request for, and by when it will be
// seen to.
func (t *story) subjectChanged(_ journal.Entry, what told) ui.Entry {
	name, kind := t.pages.subjectName(t.ctx, what.Subject), t.pages.kindName(t.ctx, what.Kind)
	return ui.Entry{Tone: ui.Handed, Strong: []string{name}, Text: t.l.Say("requests.story_subject"+subjectLine(what.Was == what.Subject, what.After.Due == 0),
		"subject", name, "kind", kind, "day", t.l.Moment(db.Time(what.After.Due)))}
}

// residentSaid tells what the resident said at the end, with the words of the
// same moment.
func residentSaid(key, own string, kind MessageKind, tone ui.Tone) saying {
	return func(t *story, e journal.Entry, _ told) ui.Entry {
		entry := ui.Entry{Tone: tone, Text: t.l.Say(t.whose(key, own))}
		for i := range t.messages {
			m := &t.messages[i]
			if before := e.At.Sub(db.Time(m.At)); m.Kind == kind && before >= 0 && before < 5*time.Second {
				t.quote(&entry, m, ui.Resident)
			}
		}
		return entry
	}
}

// whose chooses the sentence that speaks to the one who asked.
func (t *story) whose(key, own string) string {
	if t.own {
		return own
	}
	return key
}

func (t *story) unit(key string, tone ui.Tone, code string) ui.Entry {
	name := t.pages.unitName(t.ctx, code)
	return ui.Entry{Tone: tone, Text: t.l.Say(key, "unit", name), Strong: []string{name}}
}

func (t *story) opened(journal.Entry, told) ui.Entry {
	return ui.Entry{Text: t.l.Say(t.whose("requests.story_opened", "requests.story_opened_own")), Quote: t.r.Description, Voice: ui.Resident,
		Lang: string(t.r.Lang), Photos: t.photos["report"]}
}

func (t *story) answered(_ journal.Entry, what told) ui.Entry {
	key, tone := "requests.story_answered", ui.Kept
	if what.Interim {
		key, tone = "requests.story_interim", ui.Run
	}
	return t.withWords(t.unit(key, tone, what.After.Unit), what.Message, ui.Reply)
}

// asked: the question itself is for the one who was asked.
func (t *story) asked(_ journal.Entry, what told) ui.Entry {
	entry := t.unit(t.whose("requests.story_asked", "requests.story_asked_own"), ui.Wait, what.After.Unit)
	if !t.own {
		return entry
	}
	return t.withWords(entry, what.Message, ui.Reply)
}

func (t *story) wrote(_ journal.Entry, what told) ui.Entry {
	return t.withWords(ui.Entry{Text: t.l.Say(t.whose("requests.story_wrote", "requests.story_wrote_own"))}, what.Message, ui.Resident)
}

func (t *story) finished(_ journal.Entry, what told) ui.Entry {
	tone := ui.Kept
	if what.Outcome == Refused {
		tone = ui.Paused
	}
	entry := t.unit("requests.story_finished_"+string(what.Outcome), tone, what.After.Unit)
	entry.Photos = t.photos["evidence"]
	return t.withWords(entry, what.Message, ui.Reply)
}

func (t *story) reopenRefused(_ journal.Entry, what told) ui.Entry {
	return t.withWords(t.unit("requests.story_reopen_refused", ui.Paused, what.After.Unit), what.Message, ui.Reply)
}

func (t *story) paused(_ journal.Entry, what told) ui.Entry {
	return ui.Entry{Tone: ui.Paused, Text: t.l.Say("requests.story_paused", "reason", t.l.Say("requests.pause_"+what.Reason))}
}

func (t *story) resumed(_ journal.Entry, what told) ui.Entry {
	return ui.Entry{Tone: ui.Run, Text: t.l.Say("requests.story_resumed", "day", t.l.Moment(db.Time(what.Due)))}
}

func (t *story) dateMoved(_ journal.Entry, what told) ui.Entry {
	if what.Reason == promises.ByCalendar {
		return ui.Entry{Tone: ui.Soon, Text: t.l.Say("requests.story_calendar", "day", t.l.Moment(db.Time(what.Due)), "name", t.l.Text(what.Name))}
	}
	return ui.Entry{Tone: ui.Soon, Text: t.l.Say("requests.story_moved", "day", t.l.Moment(db.Time(what.Due)))}
}

// withWords adds a message and its photos to an entry.
func (t *story) withWords(e ui.Entry, id city.ID, voice ui.Voice) ui.Entry {
	for i := range t.messages {
		if m := &t.messages[i]; m.ID == id && !m.Kind.Inside() {
			t.quote(&e, m, voice)
		}
	}
	if photos := t.photos[string(id)]; len(photos) > 0 {
		e.Photos = photos
	}
	return e
}

func (t *story) quote(e *ui.Entry, m *Message, voice ui.Voice) {
	e.Quote, e.Voice, e.Lang = m.Text, voice, string(m.Lang)
}
