package mailroom

import (
	"strings"
	"testing"
	"time"
)

func TestAMailboxIsNamedByItsAddress(t *testing.T) {
	all, err := ParseBoxes("imaps://bilgi:p%40ss@mail.manisa.example imap://a:b@localhost:1143/Gelen/Kutu?tls=none&city=tehran&reply=Cevap@Tehran.example&done=Arşiv&since=2026-01-31")
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	one, two := all[0], all[1]
	if one.port != "993" || one.folder != "INBOX" || one.done != "Mahalle/done" || one.pass != "p@ss" || one.tls != implicit || one.Name() != "bilgi@mail.manisa.example/INBOX" {
		t.Errorf("%+v", one)
	}
	if two.port != "1143" || two.folder != "Gelen/Kutu" || two.done != "Arşiv" || two.City != "tehran" || two.Reply != "Cevap@tehran.example" || !two.Since.Equal(time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", two)
	}
	if none, err := ParseBoxes("  "); err != nil || none != nil {
		t.Errorf("no mailbox: %v, %v", none, err)
	}
}

func TestAMailboxThatCannotBeOneIsRefusedWithoutItsPassword(t *testing.T) {
	for name, given := range map[string]string{
		"another scheme":         "https://u:gizli@mail.example/INBOX",
		"nobody":                 "imaps://mail.example/INBOX",
		"no host":                "imaps://u:gizli@/INBOX",
		"a broken address":       "imaps://u:gizli@mail.example:abc%zz",
		"in the clear elsewhere": "imap://u:gizli@mail.example/INBOX?tls=none",
		"an unknown TLS":         "imap://u:gizli@mail.example/INBOX?tls=maybe",
		"TLS twice":              "imaps://u:gizli@mail.example/INBOX?tls=starttls",
		"a reply to nobody":      "imaps://u:gizli@mail.example/INBOX?reply=cevap",
		"a day that is none":     "imaps://u:gizli@mail.example/INBOX?since=dün",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ParseBoxes(given); err == nil || strings.Contains(err.Error(), "gizli") {
				t.Errorf("%v", err)
			}
		})
	}
}
