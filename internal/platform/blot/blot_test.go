package blot

import "testing"

func TestAPersonIsTakenOutOfATextInEverySpelling(t *testing.T) {
	ayse := Who{Name: "Ayşe Işık", Email: "Ayse@Example.org", Phone: "+905321234567"}
	reza := Who{Name: "رضا کریمی", Phone: "+989121234567"}
	for _, one := range []struct {
		who        Who
		text, want string
	}{
		{ayse, "Ben Ayşe Işık, telefonum 0532 123 45 67.", "Ben •••, telefonum •••."},
		{ayse, "AYŞE  IŞIK / ayşe ışık / ayse@example.org", "••• / ••• / •••"},
		{ayse, "(0532) 123-4567'yi arayın, 12 numara", "•••'yi arayın, 12 numara"},
		{ayse, "Başka numara: 0533 123 45 68", "Başka numara: 0533 123 45 68"},
		{reza, "شماره‌ام ۰۹۱۲ ۱۲۳ ۴۵۶۷ است، رضا کریمی", "شماره‌ام ••• است، •••"},
		{Who{}, "0532 123 45 67", "0532 123 45 67"},
		{Who{Name: "Al"}, "Alanya", "Alanya"},
	} {
		if got := one.who.Out(one.text); got != one.want {
			t.Errorf("Out(%q) = %q, want %q", one.text, got, one.want)
		}
	}
}
