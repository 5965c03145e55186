package citypack

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"mahalle/internal/platform/calendar"
	"mahalle/internal/platform/table"
)

// spans reads "08:00-12:00 13:00-17:00".
func spans(row table.Row, column string) []calendar.Span {
	var list []calendar.Span
	for _, word := range row.Words(column) {
		s := span(row, column, word)
		if len(list) > 0 && s.From < list[len(list)-1].To {
			row.Fail("%s %q begins before the stretch in front of it ends", column, word)
		}
		list = append(list, s)
	}
	return list
}

var spanForm = regexp.MustCompile(`^(\d\d):([0-5]\d)-(\d\d):([0-5]\d)$`)

func span(row table.Row, column, word string) calendar.Span {
	m := spanForm.FindStringSubmatch(word)
	if m == nil {
		row.Fail("%s %q is not a stretch such as 08:00-12:00", column, strings.Trim(word, "-"))
		return calendar.Span{}
	}
	s := calendar.Span{From: timeOfDay(m[1], m[2]), To: timeOfDay(m[3], m[4])}
	if s.From >= s.To || s.To > 24*time.Hour {
		row.Fail("%s %q does not end after it begins, within one day", column, word)
	}
	return s
}

func timeOfDay(hours, minutes string) time.Duration {
	h, _ := strconv.Atoi(hours) // two digits, by spanForm
	m, _ := strconv.Atoi(minutes)
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
}
