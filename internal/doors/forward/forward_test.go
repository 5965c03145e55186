package forward

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestAnswersAreReadHoweverTheyAreWritten(t *testing.T) {
	turkish := "<?xml version=\"1.0\" encoding=\"windows-1254\"?><service_requests><request><service_request_id>G-7</service_request_id><status_notes>\xdei\xfe tamam</status_notes></request></service_requests>"
	for name, tt := range map[string]struct{ body, charset, id, notes string }{
		"JSON":                                  {`[{"service_request_id":"G-7","status_notes":"Şiş tamam"}]`, "", "G-7", "Şiş tamam"},
		"a number that is no text":              {`[{"service_request_id":7}]`, "", "7", ""},
		"JSON in a wrapper":                     {`{"service_requests":[{"request":{"service_request_id":"G-7"}}]}`, "", "G-7", ""},
		"XML":                                   {`<service_requests><request><service_request_id>G-7</service_request_id></request></service_requests>`, "", "G-7", ""},
		"XML in Turkish letters":                {turkish, "", "G-7", "Şiş tamam"},
		"XML that calls its UTF-8 ISO-8859-9":   {`<?xml version="1.0" encoding="iso-8859-9"?><requests><request><service_request_id>G-7</service_request_id><status_notes>Şiş</status_notes></request></requests>`, "", "G-7", "Şiş"},
		"JSON in letters only the header tells": {"[{\"service_request_id\":\"G-7\",\"status_notes\":\"\xdei\xfe\"}]", "windows-1254", "G-7", "Şiş"},
	} {
		n, err := parse([]byte(tt.body), tt.charset)
		if err != nil || !n.proper() {
			t.Errorf("%s: %v", name, err)
			continue
		}
		all := n.rows("service_request_id")
		if len(all) != 1 || all[0].get("service_request_id") != tt.id || all[0].get("status_notes") != tt.notes {
			t.Errorf("%s: %d rows, %q, %q", name, len(all), all[0].get("service_request_id"), all[0].get("status_notes"))
		}
	}
}

func TestWhatIsNoAnswerIsNone(t *testing.T) {
	for _, body := range []string{"", "OK", "<html><body>Login</body></html>", "<a>", "{", `"yes"`, `{"error":"x"}`, "<services>" + strings.Repeat("<a>", 100), "\x00\xff"} {
		if n, err := parse([]byte(body), ""); err == nil && n.proper() {
			t.Errorf("%.20q was taken for an answer", body)
		}
	}
}

func FuzzAnswers(f *testing.F) {
	for _, body := range []string{`[{"service_request_id":"G-7"}]`, `<errors><error><code>400</code><description>x</description></error></errors>`, "\xef\xbb\xbf[]", "<?xml version=\"1.0\" encoding=\"x\"?><a/>"} {
		f.Add([]byte(body), "windows-1254")
	}
	f.Fuzz(func(t *testing.T, body []byte, charset string) {
		n, err := parse(body, charset)
		if err == nil {
			n.proper()
			n.complaint()
		}
	})
}

func TestABodyThatIsSilentForAnHourRaisesTheAlarmOnce(t *testing.T) {
	at := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)
	var l Line
	for i, minutes := range []int{0, 1, 30, 59} {
		if l.failed(at.Add(time.Duration(minutes)*time.Minute), "outward.unreachable") {
			t.Errorf("failure %d raised the alarm", i+1)
		}
	}
	if !l.failed(at.Add(time.Hour), "outward.unreachable") || l.failed(at.Add(2*time.Hour), "outward.unreachable") {
		t.Error("the alarm was not raised once")
	}
	if l.RestUntil.Sub(at) > 3*time.Hour+time.Minute {
		t.Errorf("it rests until %v", l.RestUntil)
	}
	if l.answered(at.Add(3 * time.Hour)); l.Silent || !l.FailingSince.IsZero() {
		t.Error("it answers, and the alarm goes on")
	}
}

func TestWhatTheirStatesSay(t *testing.T) {
	for status, want := range map[string]said{"open": nothing, "closed": done, "FIXED": done, "In Progress": theirs, "not_councils_responsibility": notOurs, "duplicate": notOurs, "": nothing, "çözüldü": nothing} {
		if got := meaning(status); got != want {
			t.Errorf("%q says %q, want %q", status, got, want)
		}
	}
}

func TestOnlyTheirOwnRefusalIsFinal(t *testing.T) {
	for status, final := range map[int]bool{400: true, 404: true, 422: true, 401: false, 403: false, 408: false, 429: false, 500: false, 503: false, 302: false} {
		if got := refusedWith(status, nil).refusal(); got != final {
			t.Errorf("%d is final: %v", status, got)
		}
	}
	if !unreached(errors.New("reset")).lost {
		t.Error("a broken call is sent again without looking")
	}
}
