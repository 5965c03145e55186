package messages

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/events"
	"mahalle/internal/platform/blot"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/mail/mailtest"
	"mahalle/internal/platform/tenant"
)

// post is a letter office beside a mail server, and a resident who asked.
type post struct {
	*Service
	t   *testing.T
	ctx context.Context
	to  Recipient
}

const request = city.ID("0199c3f0-0000-7000-8000-000000000001")

var tuesday = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

func everyPost(t *testing.T, server *mailtest.Server, demo bool, test func(p *post)) {
	t.Helper()
	dbtest.Every(t, func(t *testing.T, d *db.DB) { test(open(t, d, server, demo)) }, jobs.Schema, Schema)
}

func open(t *testing.T, d *db.DB, server *mailtest.Server, demo bool) *post {
	t.Helper()
	catalog, err := i18n.NewCatalog(Locales)
	if err != nil {
		t.Fatal(err)
	}
	address := ""
	if server != nil {
		address = server.URL("Manisa <cevap@manisa.example>")
	}
	sender, err := mail.NewSender(address)
	if err != nil {
		t.Fatal(err)
	}
	c, err := tenant.City{ID: "manisa", ZoneName: "Europe/Istanbul", DefaultLang: city.Turkish, ConfirmDays: 7, Demonstration: demo,
		Name: city.Text{TR: "Manisa Büyükşehir Belediyesi", FA: "شهرداری مانیسا", EN: "Manisa Metropolitan Municipality"}}.WithZone()
	if err != nil {
		t.Fatal(err)
	}
	p := &post{Service: New(d, catalog, sender), t: t, ctx: clock.With(tenant.Enter(t.Context(), &c), tuesday),
		to: Recipient{Email: "ayse@example.org", Lang: city.Turkish}}
	p.Join(Needs{
		Recipient:   func(context.Context, db.Query, city.ID) (Recipient, bool, error) { return p.to, p.to.Email != "", nil },
		Key:         func(context.Context, city.ID) string { return "gizli" },
		Words:       func(context.Context, db.Query, city.ID) (string, error) { return "Ekibimiz yarın gelecek.", nil },
		UnitName:    func(context.Context, string) string { return "Yol Bakım" },
		SubjectName: func(context.Context, string) string { return "Çukur" },
		BaseURL:     func(context.Context) string { return "https://manisa.example" },
	})
	return p
}

func started(t *testing.T, s *mailtest.Server) *mailtest.Server {
	t.Helper()
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func opened() events.RequestOpened {
	return events.RequestOpened{Request: events.Request{ID: request, Number: "MNS-26-004821-K",
		After: events.Standing{Unit: "yol", Subject: "YL01", Status: "new", Open: true, Due: db.Micros(tuesday.AddDate(0, 0, 3))}}}
}

// hears lets the office hear that the request was opened.
func (p *post) hears() Letter {
	p.t.Helper()
	if err := p.db.Write(p.ctx, func(tx *db.Tx) error { return p.RequestOpened(p.ctx, tx, opened()) }); err != nil {
		p.t.Fatal(err)
	}
	return p.letter()
}

func (p *post) letter() Letter {
	p.t.Helper()
	all, err := p.ForRequest(p.ctx, request)
	if err != nil || len(all) != 1 {
		p.t.Fatalf("%d letters, %v; want one", len(all), err)
	}
	return all[0]
}

// tries does the letter's job for the n-th time.
func (p *post) tries(l Letter, n int) error {
	body, err := json.Marshal(load{l.ID})
	if err != nil {
		p.t.Fatal(err)
	}
	return p.send(p.ctx, jobs.Job{Payload: body, Attempts: n})
}

func (p *post) orders() int {
	p.t.Helper()
	waiting, err := jobs.Waiting(p.ctx, p.db.Read(p.ctx), 10)
	if err != nil {
		p.t.Fatal(err)
	}
	return len(waiting)
}

func TestDoubledNewsIsToldOnce(t *testing.T) {
	everyPost(t, started(t, &mailtest.Server{}), false, func(p *post) {
		p.hears()
		l := p.hears()
		if n := p.orders(); n != 1 || l.State != Queued {
			p.t.Errorf("%d orders, state %s", n, l.State)
		}
	})
}

func TestALetterIsSentWithTheResidentsOwnLink(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		server := started(t, &mailtest.Server{})
		p := open(t, d, server, false)
		l := p.hears()
		if err := p.tries(l, 1); err != nil {
			t.Fatal(err)
		}
		got := server.Letters()[0]
		for _, want := range []string{"Sayın vatandaşımız", "MNS-26-004821-K", "27 Kasım 2026", "https://manisa.example/r/MNS-26-004821-K?k=gizli"} {
			if !strings.Contains(got.Text, want) {
				t.Errorf("no %q in %s", want, got.Text)
			}
		}
		l = p.letter()
		if l.State != Sent || l.Attempts != 1 || strings.Contains(l.Text, "gizli") || l.Address() != "a•••@example.org" {
			t.Errorf("the ledger says %+v", l)
		}
		if err := p.tries(l, 2); err != nil || len(server.Letters()) != 1 {
			t.Errorf("a sent letter was sent again: %v", err)
		}
	}, jobs.Schema, Schema)
}

func TestAServerThatIsDownIsTriedAgainAndThenSaidToHaveFailed(t *testing.T) {
	server := &mailtest.Server{Refuse: func(string) string { return "452 4.2.2 ayse@example.org is full" }}
	everyPost(t, started(t, server), false, func(p *post) {
		l := p.hears()
		for n := 1; n < mostTries; n++ {
			if err := p.tries(l, n); err == nil || p.letter().State != Queued {
				p.t.Fatalf("try %d: %v, %s", n, err, p.letter().State)
			}
		}
		if err := p.tries(l, mostTries); err != nil || p.letter().State != Queued || p.orders() != 2 {
			p.t.Errorf("after a round: %v, %s, %d orders; want another round in an hour", err, p.letter().State, p.orders())
		}
		p.ctx = clock.With(p.ctx, tuesday.Add(giveUp))
		if err := p.tries(l, mostTries); err != nil {
			p.t.Error(err)
		}
		if l := p.letter(); l.State != Failed || l.Error != "server" || l.Attempts != mostTries+1 {
			p.t.Errorf("the ledger says %+v", l)
		}
		if err := p.again(p.ctx, l.ID); err != nil || p.letter().State != Queued || p.orders() != 3 {
			p.t.Errorf("again: %v, %s, %d orders", err, p.letter().State, p.orders())
		}
		if err := p.again(p.ctx, l.ID); err == nil {
			p.t.Error("a waiting letter was queued twice")
		}
	})
}

func TestAPermanentRefusalIsNotTriedAgain(t *testing.T) {
	server := &mailtest.Server{Refuse: func(string) string { return "550 5.1.1 no such person" }}
	everyPost(t, started(t, server), false, func(p *post) {
		l := p.hears()
		if err := p.tries(l, 1); err != nil || p.letter().State != Refused {
			p.t.Errorf("%v, %s", err, p.letter().State)
		}
	})
}

func TestWithoutAMailServerTheLedgerSaysSo(t *testing.T) {
	everyPost(t, nil, false, func(p *post) {
		l := p.hears()
		if err := p.tries(l, 1); err != nil || p.letter().State != NotConfigured {
			p.t.Errorf("%v, %s", err, p.letter().State)
		}
	})
}

func TestStoppedBetweenSendingAndNotingTheSecondLetterHasTheSameName(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		server := started(t, &mailtest.Server{})
		p := open(t, d, server, false)
		l := p.hears()
		if err := p.deliver(p.ctx, l); err != nil { // and here the power goes
			t.Fatal(err)
		}
		if err := p.tries(l, 2); err != nil {
			t.Fatal(err)
		}
		got := server.Letters()
		if len(got) != 2 || got[0].Header.Get("Message-Id") != got[1].Header.Get("Message-Id") {
			t.Errorf("%d letters", len(got))
		}
	}, jobs.Schema, Schema)
}

func TestADemonstrationKeepsItsLetters(t *testing.T) {
	server := started(t, &mailtest.Server{})
	everyPost(t, server, true, func(p *post) {
		if l := p.hears(); l.State != Kept || p.orders() != 0 || len(server.Letters()) != 0 {
			p.t.Errorf("%s, %d orders, %d letters", l.State, p.orders(), len(server.Letters()))
		}
	})
}

func TestAPersianLetterHasPersianDigitsAndTheJalaliDate(t *testing.T) {
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		server := started(t, &mailtest.Server{})
		p := open(t, d, server, false)
		p.to.Lang = city.Persian
		if err := p.tries(p.hears(), 1); err != nil {
			t.Fatal(err)
		}
		got := server.Letters()[0]
		if !strings.Contains(got.Text, "۶ آذر ۱۴۰۵") || !strings.Contains(got.Text, "شهروند گرامی") || !strings.Contains(got.HTML, `dir="rtl"`) {
			t.Errorf("%s\n%s", got.Text, got.HTML)
		}
	}, jobs.Schema, Schema)
}

func TestAForgottenAddressLeavesTheLedger(t *testing.T) {
	everyPost(t, started(t, &mailtest.Server{}), false, func(p *post) {
		l := p.hears()
		if err := p.db.Write(p.ctx, func(tx *db.Tx) error { return p.Forget(p.ctx, tx, request, blot.Who{}) }); err != nil {
			p.t.Fatal(err)
		}
		if err := p.tries(l, 1); err != nil {
			p.t.Error(err)
		}
		if l := p.letter(); l.State != Refused || l.Address() != "" || l.Error != "erased" {
			p.t.Errorf("%+v", l)
		}
	})
}

func TestEveryPurposeStateAndErrorHasItsWords(t *testing.T) {
	catalog, err := i18n.NewCatalog(Locales)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, p := range Purposes {
		keys = append(keys, "subject_"+string(p), "body_"+string(p), "purpose_"+string(p))
	}
	for s := range tones {
		keys = append(keys, "state_"+string(s))
	}
	for _, e := range []string{"erased", "unset", "address", "refused", "server", "unreachable"} {
		keys = append(keys, "error_"+e)
	}
	for _, lang := range city.Langs {
		for _, key := range keys {
			if !catalog.Locale(lang, time.UTC).Has("messages." + key) {
				t.Errorf("no %s in %s", key, lang)
			}
		}
	}
}

func FuzzMask(f *testing.F) {
	f.Add("ayse@example.org")
	f.Add("a@x.org")
	f.Add("@")
	f.Add("şükrü@x@y")
	f.Fuzz(func(t *testing.T, address string) {
		got := mask(address)
		at := strings.LastIndexByte(address, '@')
		if at > 4 && strings.Contains(got, address[:at]) && !strings.Contains(address[at:], address[:at]) {
			t.Fatalf("mask(%q) = %q shows the whole name", address, got)
		}
		if address != "" && !strings.Contains(got, hidden) {
			t.Fatalf("mask(%q) = %q hides nothing", address, got)
		}
	})
}

func TestALateRequestIsToldOnceAWeekWithWhoWasTold(t *testing.T) {
	everyPost(t, nil, false, func(p *post) {
		p.needs.PostName = func(context.Context, string) string { return "Yol Bakım Şube Müdürü" }
		e := events.RequestFellDue{Request: opened().Request, Promise: "repair", Level: 1, Post: "mudur"}
		tell := func() {
			t.Helper()
			if err := p.db.Write(p.ctx, func(tx *db.Tx) error { return p.RequestFellDue(p.ctx, tx, e) }); err != nil {
				t.Fatal(err)
			}
		}
		letters := func(want int) []Letter {
			t.Helper()
			all, err := p.ForRequest(p.ctx, e.ID)
			if err != nil || len(all) != want {
				t.Fatalf("%d letters (%v), want %d", len(all), err, want)
			}
			return all
		}
		tell()
		first := letters(1)[0]
		if first.Purpose != Late || !strings.Contains(first.Text, "Yol Bakım Şube Müdürü") || strings.Contains(first.Text, "{") {
			t.Errorf("it says %q", first.Text)
		}
		moved := events.RequestRescheduled{Request: e.Request, Reason: "calendar"}
		before := moved.After
		before.DueDay--
		moved.Before = &before
		if err := p.db.Write(p.ctx, func(tx *db.Tx) error { return p.RequestRescheduled(p.ctx, tx, moved) }); err != nil {
			t.Fatal(err)
		}
		letters(1)
	})
}
