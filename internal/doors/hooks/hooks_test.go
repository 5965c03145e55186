package hooks

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"mahalle/internal/city"
	"mahalle/internal/doors"
	"mahalle/internal/events"
	"mahalle/internal/journal"
	"mahalle/internal/platform/access"
	"mahalle/internal/platform/clock"
	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/jobs"
	"mahalle/internal/platform/outward"
	"mahalle/internal/platform/seal"
	"mahalle/internal/platform/tenant"
)

// someRequests stands for whoever publishes requests.
var someRequests = db.Schema{Name: "requests", Files: fstest.MapFS{"migrations/00001_requests.sql": {Data: []byte(`-- +goose Up
CREATE TABLE pub_requests (tenant_id text NOT NULL, id text NOT NULL, public bigint NOT NULL, PRIMARY KEY (tenant_id, id));
`)}}}

var morning = time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC)

// house is a city with its clock, its runner of jobs and its teller of news.
type house struct {
	*Service
	t      *testing.T
	db     *db.DB
	runner *jobs.Runner
	ctx    context.Context
	now    time.Time
}

func every(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Every(t, func(t *testing.T, d *db.DB) {
		allow, err := outward.ParseAllowed("http://127.0.0.1:*")
		if err != nil {
			t.Fatal(err)
		}
		manisa := &tenant.City{ID: "manisa", DefaultLang: city.Turkish}
		j := journal.New()
		h := &house{Service: New(d, j, seal.New(), allow), t: t, db: d, now: morning,
			runner: &jobs.Runner{DB: d, Cities: func() []*tenant.City { return []*tenant.City{manisa} }}}
		h.calls.Timeout = 300 * time.Millisecond
		h.client = outward.Client(h.calls)
		h.Join(Needs{BaseURL: func(context.Context) string { return "https://manisa.example" },
			Subjects:  func(context.Context) []doors.Choice { return []doors.Choice{{Code: "YL01"}, {Code: "PK02"}} },
			Districts: func(context.Context) []doors.Choice { return []doors.Choice{{Code: "turgutlu"}, {Code: "salihli"}} }})
		h.Listen(j)
		j.Register(h.runner)
		h.Register(h.runner)
		h.ctx = access.With(tenant.Enter(t.Context(), manisa), access.Actor{Kind: access.Staff, Permissions: map[access.Permission]bool{doors.CanEdit: true}})
		test(t, h)
	}, jobs.Schema, journal.Schema, tenant.Schema, someRequests, doors.Schema)
}

// at is the context at the house's time.
func (h *house) at() context.Context { return clock.With(h.ctx, h.now) }

func (h *house) exec(text string, args ...any) {
	h.t.Helper()
	if err := h.db.Write(h.at(), func(tx *db.Tx) error { _, err := tx.ExecContext(h.at(), text, args...); return err }); err != nil {
		h.t.Fatal(err)
	}
}

// published makes a request that everybody may see, or not.
func (h *house) published(id string, public int) {
	h.t.Helper()
	h.exec(`INSERT INTO pub_requests (tenant_id, id, public) VALUES ('manisa', $1, $2)`, id, public)
}

func opened(id, subject, district string) events.RequestOpened {
	return events.RequestOpened{Request: events.Request{ID: city.ID(id), Number: "MNS-26-" + id, Place: city.Place{District: district, Words: "Ali Bey'in evi"},
		Opened: city.DayOf(morning, time.UTC), After: events.Standing{Subject: subject, Status: "new", Open: true, Unit: "yol-bakim"}}, Channel: "web"}
}

func (h *house) happens(all ...events.Event) {
	h.t.Helper()
	err := h.db.Write(h.at(), func(tx *db.Tx) error {
		for _, e := range all {
			if err := h.journal.Record(h.at(), tx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// passes lets time go by and the city's jobs be done.
func (h *house) passes(d time.Duration) {
	h.t.Helper()
	h.now = h.now.Add(d)
	for range 6 {
		h.runner.Round(h.at())
	}
}

func (h *house) listens(url string, names ...string) Hook {
	h.t.Helper()
	one, err := h.Add(h.at(), Hook{Name: "Alıcı", URL: url, Events: names})
	if err != nil {
		h.t.Fatal(err)
	}
	return one
}

func (h *house) stands(id city.ID) Hook {
	h.t.Helper()
	one, err := hookByID(h.at(), h.db.Read(h.at()), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return one
}

func (h *house) letters(id city.ID) []news {
	h.t.Helper()
	all, err := db.All(h.at(), h.db.Read(h.at()), scanNews, `SELECT `+newsColumns+` FROM doors_hook_news WHERE tenant_id = $1 AND hook = $2 ORDER BY id`, "manisa", id)
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// receiver is a real server that keeps what it is told and answers as it likes.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	ids    []string
	bodies []string
	heads  []http.Header
	answer http.HandlerFunc
}

func receives(t *testing.T, answer http.HandlerFunc) *receiver {
	t.Helper()
	r := &receiver{answer: answer}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		r.mu.Lock()
		r.ids, r.bodies, r.heads = append(r.ids, req.Header.Get(headerID)), append(r.bodies, string(body)), append(r.heads, req.Header.Clone())
		answer := r.answer
		r.mu.Unlock()
		if answer != nil {
			answer(w, req)
		}
	}))
	t.Cleanup(func() { r.CloseClientConnections(); r.Close() })
	return r
}

func (r *receiver) heard() (ids, bodies []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.ids), slices.Clone(r.bodies)
}

func (r *receiver) answers(h http.HandlerFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = h
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func TestAReceiverIsToldWhatItAskedForWithoutAnybodysWords(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		r := receives(t, nil)
		one, err := h.Add(h.at(), Hook{Name: " Harita  AŞ ", URL: r.URL, Events: []string{"request.opened", "request.finished"}, Subjects: []string{"YL01"}, Districts: []string{"turgutlu"}})
		if err != nil || one.Name != "Harita AŞ" {
			t.Fatalf("%+v, %v", one, err)
		}
		for _, id := range []string{"1", "2", "3", "4"} {
			h.published(id, 1)
		}
		h.published("5", 0)
		part := opened("4", "YL01", "turgutlu")
		part.Part = true
		h.happens(opened("1", "YL01", "turgutlu"), opened("2", "PK02", "turgutlu"), opened("3", "YL01", "salihli"), part, opened("5", "YL01", "turgutlu"), opened("9", "YL01", "turgutlu"),
			events.RequestTaken{Request: opened("1", "YL01", "turgutlu").Request})
		h.passes(time.Second)
		_, bodies := r.heard()
		if len(bodies) != 1 {
			t.Fatalf("told %d times: %v", len(bodies), bodies)
		}
		var got struct {
			ID, Type, Timestamp, City string
			Data                      map[string]any
		}
		if err := json.Unmarshal([]byte(bodies[0]), &got); err != nil {
			t.Fatal(err)
		}
		if got.Type != "request.opened" || got.City != "manisa" || got.Timestamp != "2026-11-24T06:00:00Z" || got.Data["number"] != "MNS-26-1" ||
			got.Data["page"] != "https://manisa.example/r/MNS-26-1" || strings.Contains(bodies[0], "Ali Bey") {
			t.Errorf("told %s", bodies[0])
		}
		if s := h.stands(one.ID); s.Heard.IsZero() || s.Failures != 0 {
			t.Errorf("it stands so: %+v", s)
		}
	})
}

func TestNoJobIsWrittenForWhatNobodyWants(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		h.published("1", 1)
		waits := func() int {
			all, err := jobs.Waiting(h.at(), h.db.Read(h.at()), 10)
			if err != nil {
				t.Fatal(err)
			}
			return len(all)
		}
		h.happens(opened("1", "YL01", "turgutlu"))
		if n := waits(); n != 0 {
			t.Fatalf("%d jobs without any receiver", n)
		}
		one := h.listens("http://127.0.0.1:1/", "request.finished")
		h.happens(opened("1", "YL01", "turgutlu"))
		if n := waits(); n != 0 {
			t.Errorf("%d jobs of what it does not want", n)
		}
		one.Events = []string{"request.opened"}
		if err := h.Change(h.at(), one); err != nil {
			t.Fatal(err)
		}
		other := clock.With(access.AsSystem(tenant.Enter(t.Context(), &tenant.City{ID: "tehran"})), h.now)
		if h.wanted(other, "request.opened", "YL01", "turgutlu") {
			t.Error("another city's news is wanted")
		}
		h.happens(opened("1", "YL01", "turgutlu"))
		if n := waits(); n != 1 {
			t.Errorf("%d jobs of what it wants", n)
		}
		if err := h.Stop(h.at(), one.ID); err != nil {
			t.Fatal(err)
		}
		h.happens(opened("1", "YL01", "turgutlu"))
		if n := waits(); n != 1 {
			t.Errorf("%d jobs after it was stopped", n)
		}
	})
}

// verify is how a receiver checks a letter, written from the convention and not
// from our code.
func verify(secret string, head http.Header, body string, now time.Time) bool {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	at, wrong := strconv.ParseInt(head.Get("webhook-timestamp"), 10, 64)
	if err != nil || wrong != nil || now.Sub(time.Unix(at, 0)).Abs() > Window {
		return false
	}
	want := hmacOf(key, head.Get("webhook-id")+"."+head.Get("webhook-timestamp")+"."+body)
	return slices.Contains(strings.Fields(head.Get("webhook-signature")), "v1,"+want)
}

func TestALetterIsSignedAndASecretIsReplacedWithoutAGap(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		r := receives(t, nil)
		one := h.listens(r.URL, "request.opened")
		first, err := h.Secret(h.at(), one.ID)
		if err != nil {
			t.Fatal(err)
		}
		tell := func(id string) (http.Header, string) {
			h.published(id, 1)
			h.happens(opened(id, "YL01", "turgutlu"))
			h.passes(time.Second)
			return r.heads[len(r.heads)-1], r.bodies[len(r.bodies)-1]
		}
		head, body := tell("1")
		if !verify(first, head, body, h.now) || verify(first, head, body+" ", h.now) || verify(first, head, body, h.now.Add(Window+time.Second)) {
			t.Fatalf("signed %v", head)
		}
		if err := h.Rotate(h.at(), one.ID); err != nil {
			t.Fatal(err)
		}
		second, err := h.Secret(h.at(), one.ID)
		if err != nil || second == first {
			t.Fatalf("the second secret: %v", err)
		}
		if err := h.Rotate(h.at(), one.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a third secret beside two: %v", err)
		}
		if head, body := tell("2"); !verify(first, head, body, h.now) || !verify(second, head, body, h.now) {
			t.Errorf("in the overlap it is signed %q", head.Get(headerSignature))
		}
		h.passes(overlap)
		if head, body := tell("3"); verify(first, head, body, h.now) || !verify(second, head, body, h.now) {
			t.Errorf("after the overlap it is signed %q", head.Get(headerSignature))
		}
		other := keyOf(h.ring, "tehran", one.ID, 2)
		if secretOf(other) == second {
			t.Error("two cities share a secret")
		}
	})
}

func TestWhatAReceiverMayDoWrong(t *testing.T) {
	for name, tt := range map[string]struct {
		answer http.HandlerFunc
		status int
		why    string
	}{
		"it apologises":   {status(500), 500, ""},
		"it knows us not": {status(404), 404, ""},
		"it is too slow":  {func(_ http.ResponseWriter, r *http.Request) { time.Sleep(400 * time.Millisecond) }, 0, "outward.too_late"},
		"it hangs":        {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, 0, "outward.too_late"},
		"it leads elsewhere": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://169.254.169.254/latest", http.StatusTemporaryRedirect)
		}, 0, "outward.redirect"},
		"it talks no HTTP":  {func(w http.ResponseWriter, _ *http.Request) { garbage(w, "\x00\x01 nothing of sense\r\n") }, 0, "outward.unreachable"},
		"it hangs up":       {func(w http.ResponseWriter, _ *http.Request) { garbage(w, "") }, 0, "outward.unreachable"},
		"it talks for ever": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503); chatter(w) }, 503, ""},
		"it claims a GB": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000000000")
			w.WriteHeader(200)
		}, 0, "outward.too_large"},
		"it wants some quiet": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(429)
		}, 429, ""},
	} {
		t.Run(name, func(t *testing.T) {
			every(t, func(t *testing.T, h *house) {
				r := receives(t, tt.answer)
				one := h.listens(r.URL, "request.opened")
				h.published("1", 1)
				h.happens(opened("1", "YL01", "turgutlu"))
				h.passes(time.Second)
				all := h.letters(one.ID)
				if len(all) != 1 || all[0].State != waiting || all[0].Attempts != 1 || all[0].Status != tt.status || all[0].Why != tt.why {
					t.Fatalf("the letter stands so: %+v", all)
				}
				if s := h.stands(one.ID); s.Failures != 1 || s.State != On || !s.RestUntil.After(h.now) {
					t.Errorf("the receiver stands so: %+v", s)
				}
				r.answers(nil)
				h.passes(time.Hour + time.Minute)
				ids, _ := r.heard()
				if all := h.letters(one.ID); all[0].State != sent || len(ids) != 2 || ids[0] != ids[1] {
					t.Errorf("an hour later: %+v, names %v", all[0], ids)
				}
				if s := h.stands(one.ID); s.Failures != 0 || !s.FailingSince.IsZero() {
					t.Errorf("an hour later the receiver stands so: %+v", s)
				}
			})
		})
	}
}

func garbage(w http.ResponseWriter, text string) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_, _ = io.WriteString(conn, text)
		_ = conn.Close()
	}
}

func chatter(w http.ResponseWriter) {
	for range 2000 {
		if _, err := w.Write(make([]byte, 1000)); err != nil {
			return
		}
	}
}

func TestOneThatHangsKeepsNobodyElseWaiting(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		var at, most int
		var mu sync.Mutex
		hangs := receives(t, func(_ http.ResponseWriter, r *http.Request) {
			mu.Lock()
			at++
			most = max(most, at)
			mu.Unlock()
			<-r.Context().Done()
			mu.Lock()
			at--
			mu.Unlock()
		})
		good := receives(t, nil)
		h.listens(hangs.URL, "request.opened")
		h.listens(good.URL, "request.opened")
		var all []events.Event
		for n := range 20 {
			h.published(fmt.Sprint(n), 1)
			all = append(all, opened(fmt.Sprint(n), "YL01", "turgutlu"))
		}
		h.happens(all...)
		ctx, stop := context.WithCancel(h.ctx)
		h.runner.Every = 20 * time.Millisecond
		ended := make(chan struct{})
		go func() { h.runner.Run(ctx); close(ended) }()
		eventually(t, func() bool { ids, _ := good.heard(); return len(ids) == 20 })
		stop()
		<-ended
		mu.Lock()
		defer mu.Unlock()
		if most > 1 {
			t.Errorf("%d at once called the one that hangs", most)
		}
	})
}

func eventually(t *testing.T, done func() bool) {
	t.Helper()
	for range 500 {
		if done() {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("it never happened")
}

func TestALetterThatWasSentAndNotNotedComesAgainUnderTheSameName(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		r := receives(t, nil)
		one := h.listens(r.URL, "request.opened")
		h.published("1", 1)
		h.happens(opened("1", "YL01", "turgutlu"))
		// the news is written, and a process takes its turn, sends, and dies
		if more := h.runner.Round(clock.With(h.ctx, h.now)); more {
			t.Log("more is due")
		}
		r.mu.Lock()
		r.ids, r.bodies, r.heads = nil, nil, nil
		r.mu.Unlock()
		h.exec(`UPDATE doors_hook_news SET state = 'waiting' WHERE tenant_id = 'manisa'`)
		h.exec(`UPDATE doors_hooks SET lease = 'dead', leased_until = $1 WHERE tenant_id = 'manisa'`, db.Micros(h.now.Add(leaseFor)))
		n, some, err := nextDue(h.at(), h.db.Read(h.at()), one.ID, h.now)
		if err != nil || !some {
			t.Fatalf("nothing waits: %v", err)
		}
		if o := h.call(h.at(), h.stands(one.ID), n); !o.ok() {
			t.Fatalf("%+v", o)
		}
		h.exec(`DELETE FROM jobs_jobs WHERE tenant_id = 'manisa'`) // and its job was lost, too
		h.passes(time.Minute)
		if ids, _ := r.heard(); len(ids) != 1 {
			t.Fatalf("sent %d times while the dead one holds the receiver", len(ids))
		}
		h.passes(2 * leaseFor)
		h.passes(5 * time.Minute)
		ids, bodies := r.heard()
		if len(ids) != 2 || ids[0] != ids[1] || bodies[0] != bodies[1] {
			t.Errorf("it came as %v", ids)
		}
	})
}

func TestTheSameNewsHeardTwiceIsOneLetter(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		r := receives(t, nil)
		one := h.listens(r.URL, "request.opened")
		h.published("1", 1)
		h.happens(opened("1", "YL01", "turgutlu"))
		waits, err := jobs.Waiting(h.at(), h.db.Read(h.at()), 10)
		if err != nil || len(waits) != 1 {
			t.Fatalf("%v, %v", waits, err)
		}
		for range 2 {
			if err := h.db.Write(h.at(), func(tx *db.Tx) error { return h.journal.Deliver(h.at(), tx, waits[0]) }); err != nil {
				t.Fatal(err)
			}
		}
		h.passes(time.Second)
		if ids, _ := r.heard(); len(ids) != 1 || len(h.letters(one.ID)) != 1 {
			t.Errorf("it came as %v", ids)
		}
	})
}

func TestWhatIsTriedTooOftenIsGivenUpAndSentAgainByHand(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		bad := true
		r := receives(t, nil)
		r.answers(func(w http.ResponseWriter, req *http.Request) {
			if bad {
				w.WriteHeader(500)
			}
		})
		one := h.listens(r.URL, "request.opened")
		h.published("1", 1)
		h.published("2", 1)
		h.happens(opened("1", "YL01", "turgutlu"), opened("2", "YL01", "turgutlu"))
		for range 40 {
			h.passes(2 * time.Hour)
			h.exec(`UPDATE doors_hooks SET failing_since = $1, state = 'on' WHERE tenant_id = 'manisa'`, db.Micros(h.now)) // something else arrives now and then
		}
		all := h.letters(one.ID)
		if all[0].State != dead || all[1].State != dead || all[0].Attempts != mostTries {
			t.Fatalf("they stand so: %+v", all)
		}
		bad = false
		if n, err := h.Again(h.at(), one.ID, all[1].ID); err != nil || n != 1 {
			t.Fatalf("one again: %d, %v", n, err)
		}
		h.passes(time.Second)
		if n, err := h.Again(h.at(), one.ID, ""); err != nil || n != 1 {
			t.Fatalf("all again: %d, %v", n, err)
		}
		h.passes(time.Second)
		for _, n := range h.letters(one.ID) {
			if n.State != sent {
				t.Errorf("still %+v", n)
			}
		}
		if _, err := h.Again(h.at(), one.ID, ""); fault.KindOf(err) != fault.Conflict {
			t.Errorf("nothing was sent again: %v", err)
		}
	})
}

func TestAReceiverThatTakesNothingForDaysIsSwitchedOff(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		r := receives(t, status(503))
		one := h.listens(r.URL, "request.opened")
		h.published("1", 1)
		for range 80 {
			h.happens(opened("1", "YL01", "turgutlu"))
			h.passes(time.Hour)
		}
		s := h.stands(one.ID)
		if s.State != Failed || h.Off(h.at()) != 1 {
			t.Fatalf("after days: %+v, %d alarms", s, h.Off(h.at()))
		}
		if h.wanted(h.at(), "request.opened", "YL01", "turgutlu") {
			t.Error("it is still told")
		}
		history, err := journal.Of(h.at(), h.db.Read(h.at()), one.ID, 5)
		if err != nil || history[0].Kind != "hook.switched" || !strings.Contains(string(history[0].Body), "failed") {
			t.Errorf("the journal says %+v, %v", history, err)
		}
		r.answers(nil)
		if err := h.Resume(h.at(), one.ID); err != nil {
			t.Fatal(err)
		}
		h.passes(9 * time.Hour)
		if s := h.stands(one.ID); s.State != On || s.Failures != 0 || h.Off(h.at()) != 0 {
			t.Errorf("after it came back: %+v", s)
		}
	})
}

func TestAReceiverThatIsGoneIsNeverCalledAgain(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		r := receives(t, status(410))
		one := h.listens(r.URL, "request.opened")
		h.published("1", 1)
		h.happens(opened("1", "YL01", "turgutlu"), opened("1", "YL01", "turgutlu"))
		h.passes(time.Second)
		h.passes(24 * time.Hour)
		if ids, _ := r.heard(); len(ids) != 1 || h.stands(one.ID).State != Gone {
			t.Errorf("called %d times, %+v", len(ids), h.stands(one.ID))
		}
		if err := h.Resume(h.at(), one.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("it came back: %v", err)
		}
		if err := h.Remove(h.at(), one.ID); err != nil || len(h.letters(one.ID)) != 0 || h.Off(h.at()) != 0 {
			t.Errorf("removed: %v", err)
		}
	})
}

func TestWhatIsNoLongerPublicIsWithheld(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		r := receives(t, status(500))
		one := h.listens(r.URL, "request.opened")
		h.published("1", 1)
		h.happens(opened("1", "YL01", "turgutlu"))
		h.passes(time.Second)
		h.exec(`UPDATE pub_requests SET public = 0 WHERE tenant_id = 'manisa'`)
		r.answers(nil)
		h.passes(time.Hour)
		if ids, _ := r.heard(); len(ids) != 1 || h.letters(one.ID)[0].State != withheld {
			t.Errorf("called %d times, %+v", len(ids), h.letters(one.ID))
		}
	})
}

func TestATestSaysAtOnceWhetherItArrived(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		r := receives(t, nil)
		one := h.listens(r.URL, "request.opened")
		if ok, err := h.Test(h.at(), one.ID); err != nil || !ok {
			t.Errorf("%v, %v", ok, err)
		}
		r.answers(status(500))
		if ok, err := h.Test(h.at(), one.ID); err != nil || ok {
			t.Errorf("%v, %v", ok, err)
		}
		if s := h.stands(one.ID); s.Failures != 0 {
			t.Errorf("a test changed %+v", s)
		}
		if all := h.letters(one.ID); len(all) != 2 || all[0].Type != ping || all[1].State != tried {
			t.Errorf("they stand so: %+v", all)
		}
	})
}

func TestWhoMayNotConnectOtherSystemsMayNotDoThis(t *testing.T) {
	every(t, func(t *testing.T, h *house) {
		one := h.listens("http://127.0.0.1:1/", "request.opened")
		nobody := access.With(h.at(), access.Actor{Kind: access.Staff})
		_, add := h.Add(nobody, Hook{Name: "x", URL: "https://a.example", Events: []string{"request.opened"}})
		_, secret := h.Secret(nobody, one.ID)
		_, test := h.Test(nobody, one.ID)
		_, more := h.Again(nobody, one.ID, "")
		for i, err := range []error{add, secret, test, more, h.Change(nobody, one), h.Stop(nobody, one.ID), h.Resume(nobody, one.ID), h.Rotate(nobody, one.ID), h.Remove(nobody, one.ID)} {
			if fault.KindOf(err) != fault.Forbidden {
				t.Errorf("act %d: %v", i, err)
			}
		}
	})
}

func TestAReceiverIsCheckedWhenItIsMade(t *testing.T) {
	good := Hook{Name: "x", URL: "https://a.example/", Events: []string{"request.opened"}}
	call := outward.Options{}.Check
	for name, tt := range map[string]struct {
		change func(*Hook)
		want   string
	}{
		"as it should be":       {func(*Hook) {}, ""},
		"without a name":        {func(h *Hook) { h.Name = " \u200b" }, "name"},
		"a name without end":    {func(h *Hook) { h.Name = strings.Repeat("x", 121) }, "name"},
		"without TLS":           {func(h *Hook) { h.URL = "http://a.example/" }, "url"},
		"inside our walls":      {func(h *Hook) { h.URL = "https://10.0.0.1/" }, "url"},
		"no address":            {func(h *Hook) { h.URL = "javascript:alert(1)" }, "url"},
		"nothing to hear":       {func(h *Hook) { h.Events = nil }, "events"},
		"news there is not":     {func(h *Hook) { h.Events = []string{"person.signed_in"} }, "events"},
		"a subject there isn't": {func(h *Hook) { h.Subjects = []string{"XX"} }, "subjects"},
		"a district abroad":     {func(h *Hook) { h.Districts = []string{"paris"} }, "districts"},
	} {
		t.Run(name, func(t *testing.T) {
			h := good
			tt.change(&h)
			got := ""
			if f, ok := fault.Of(h.check(call, nil, nil)); ok {
				got = f.On[0].Name
			}
			if got != tt.want {
				t.Errorf("refused for %q, want %q", got, tt.want)
			}
		})
	}
}

func TestPausesGrowAndHaveChanceInThem(t *testing.T) {
	for n := 1; n < 60; n++ {
		if r, p := rest(n), pause(n); r <= 0 || r > mostRest || p <= 0 || p > mostPause {
			t.Fatalf("after %d: rest %v, pause %v", n, r, p)
		}
	}
	if rest(1) > 2*time.Second || pause(1) > 15*time.Second || pause(8) < mostPause/2 {
		t.Errorf("rest %v, pauses %v, %v", rest(1), pause(1), pause(8))
	}
}

func TestEveryEventHasASampleThatHoldsNoWords(t *testing.T) {
	for _, e := range append(slices.Clone(Events), ping) {
		var l letter
		if err := json.Unmarshal(sample(e, "https://manisa.example", "manisa"), &l); err != nil || l.Type != e || l.Data == nil {
			t.Errorf("%s: %+v, %v", e, l, err)
		}
	}
}

func FuzzRetryAfterIsATimeToWait(f *testing.F) {
	for _, seed := range []string{"0", "120", "-1", "Wed, 21 Oct 2026 07:28:00 GMT", "99999999999999999999", "1e9", " 5 "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d := retryAfter(text); d < 0 || d > mostAfter {
			t.Errorf("%q waits %v", text, d)
		}
	})
}

func FuzzTheMomentInANameIsNeverAPanic(f *testing.F) {
	f.Add("019ab4a2-6c3e-7c41-9d0f-3f6a5c1b2e80")
	f.Add("x")
	f.Fuzz(func(t *testing.T, id string) { momentOf(city.ID(id)) })
}
