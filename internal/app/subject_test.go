package app_test

import (
	"strings"
	"testing"

	"mahalle/internal/platform/db"
	"mahalle/internal/platform/dbtest"
	"mahalle/internal/requests"
)

func TestAnotherSubjectIsToldInALetterAndFiguresStillAgree(t *testing.T) {
	dbtest.EveryURL(t, func(t *testing.T, address string) {
		a, _, post := realTown(t, address)
		ayse, babak := written(t, a, "ayse@example.org", "tr"), written(t, a, "babak@example.org", "fa")
		desk := theDesk(t, a)
		change := func(number, subject string) {
			t.Helper()
			done(t, a, desk, func(tx *db.Tx) error {
				return a.Requests.ChangeSubject(desk, tx, number, requests.About{Subject: subject}, "")
			})
		}
		change(ayse.Number, "TM04")
		change(babak.Number, "TM04")
		change(babak.Number, "YL01")
		workDone(t, a)
		for to, words := range map[string][]string{
			"ayse@example.org":  {"artık şu konuda yürütülüyor", ayse.Number},
			"babak@example.org": {"با این موضوع پیگیری می‌شود", babak.Number},
		} {
			l := letterTo(t, post, to)
			for _, w := range words {
				if !strings.Contains(l.Text, w) {
					t.Errorf("%s does not read %q: %s", to, w, l.Text)
				}
			}
		}
		agree(t, a, desk)
	})
}
