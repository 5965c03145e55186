package agencies

import (
	"errors"
	"testing"
	"time"

	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/mail"
	"mahalle/internal/platform/seal"
)

func TestHalfTimeLiesBetweenTheHandingOverAndTheDate(t *testing.T) {
	at := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)
	if h := half(at, at.Add(10*time.Hour)); !h.Equal(at.Add(5 * time.Hour)) {
		t.Errorf("half of ten hours is %v", h)
	}
	if !half(at, time.Time{}).IsZero() || !half(at, at.Add(-time.Hour)).IsZero() {
		t.Error("a body is reminded of a time it never had")
	}
}

func TestALinkIsOverThirtyDaysAfterTheEnd(t *testing.T) {
	ended := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		c     Custody
		after time.Duration
		want  bool
	}{
		"while they have it":     {Custody{}, 400 * 24 * time.Hour, false},
		"on the thirtieth day":   {Custody{Ended: ended, Ending: Done}, 30 * 24 * time.Hour, false},
		"on the thirty-first":    {Custody{Ended: ended, Ending: Done}, 30*24*time.Hour + time.Second, true},
		"just after it is ended": {Custody{Ended: ended, Ending: Returned}, time.Second, false},
	} {
		if got := tt.c.over(ended.Add(tt.after)); got != tt.want {
			t.Errorf("%s: over = %v", name, got)
		}
	}
}

func TestNothingIsAnsweredOnceItIsNoLongerTheirs(t *testing.T) {
	for _, e := range []Ending{Returned, Done, TakenBack} {
		if err := (Custody{Ending: e}).ready(); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s: %v", e, err)
		}
	}
	if err := (Custody{}).ready(); err != nil {
		t.Error(err)
	}
}

func TestAVoidedLinkIsToldFromAForgedOne(t *testing.T) {
	s := &Service{seal: seal.New()}
	of := []string{"manisa", "elektrik", "r1"}
	key := func(edition string) string { return s.seal.Key(oneSealed, append(of, edition)...) }
	for name, tt := range map[string]struct {
		key           string
		opens, voided bool
	}{
		"the newest":          {key("3"), true, false},
		"the one before":      {key("2"), false, true},
		"one not made yet":    {key("4"), false, false},
		"another body's":      {s.seal.Key(oneSealed, "manisa", "dogalgaz", "r1", "3"), false, false},
		"another city's":      {s.seal.Key(oneSealed, "tehran", "elektrik", "r1", "3"), false, false},
		"the key of the list": {s.seal.Key(listSealed, "manisa", "elektrik", "3"), false, false},
		"none":                {"", false, false},
	} {
		opens, voided := s.knows(tt.key, oneSealed, Agency{Edition: 3, Newest: 3}, of)
		if opens != tt.opens || voided != tt.voided {
			t.Errorf("%s: opens %v, voided %v", name, opens, voided)
		}
	}
	if opens, voided := s.knows(key("3"), oneSealed, Agency{Edition: 2, Newest: 3}, of); opens || !voided {
		t.Error("after voiding was taken back, links of the edition between still open")
	}
}

func TestWhatBecomesOfALetter(t *testing.T) {
	for name, tt := range map[string]struct {
		err   error
		tries int
		want  State
	}{
		"taken":                   {nil, 1, Sent},
		"no mail server":          {mail.ErrUnset, 1, NotConfigured},
		"nobody of that name":     {&mail.Failure{Code: 550, Permanent: true}, 1, Refused},
		"not reached once":        {errors.New("down"), 1, Queued},
		"not reached often":       {errors.New("down"), mostTries, Failed},
		"an address that is none": {fault.New(fault.Invalid, "mail.not_an_address"), 1, Refused},
	} {
		l := Letter{State: Queued}
		if l.outcome(tt.err, tt.tries); l.State != tt.want {
			t.Errorf("%s: %s", name, l.State)
		}
	}
}

func TestAFormIsShownAgainWithEachFaultBesideItsField(t *testing.T) {
	p := onePage{which: "return", typed: answer{Text: "gaz"}, faults: map[string]string{"why": "x", "until": "y"}}
	if all := p.errors(); len(all) != 2 || all[0].Name != "until" {
		t.Errorf("%v", all)
	}
	if p.words("return") != "gaz" || p.words("say") != "" {
		t.Error("what was typed went to another form")
	}
}
