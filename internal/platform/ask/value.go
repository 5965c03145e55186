package ask

import (
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"mahalle/internal/city"
	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
	"mahalle/internal/platform/phone"
)

// Limits of what may be answered, in letters.
const (
	MostLine  = 200
	MostWords = 2000
	MostPlate = 40
)

// read reads the answer to one question: as it is kept, and as conditions see
// it. Nothing typed is no answer.
func read(q *Question, typed url.Values, plan phone.Plan) (a Answer, given []string, err error) {
	a = Answer{Question: q.Code, Kind: q.Kind, Label: q.Label, Unit: q.Unit, Personal: q.Personal || q.Kind == Phone}
	values := typed[Field(q.Code)]
	if q.Kind == Many {
		return several(a, q, values)
	}
	value := trimmed(first(values))
	if q.Kind == Moment {
		if at := trimmed(typed.Get(TimeField(q.Code))); at != "" {
			value = strings.TrimSpace(value + " " + at)
		}
	}
	if value == "" {
		return a, nil, nil
	}
	a.Value, err = readers[q.Kind](q, value, plan)
	if o, known := q.Option(a.Value); known {
		a.Said = []city.Text{o.Label}
	}
	return a, []string{a.Value}, err
}

var readers = map[Kind]func(q *Question, value string, plan phone.Plan) (string, error){
	Text: line, Landmark: line, Words: words, YesNo: choice, One: choice, Number: number,
	Date: date, Time: clock, Moment: moment, Plate: plate,
	Phone: func(_ *Question, value string, plan phone.Plan) (string, error) { return phone.Parse(value, plan) },
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

func trimmed(s string) string { return strings.TrimSpace(i18n.CleanText(s)) }

func wrong(key string, args ...any) error { return fault.New(fault.Invalid, key, args...) }

func several(a Answer, q *Question, values []string) (Answer, []string, error) {
	var given []string
	for _, o := range q.Options { // in the order in which they are offered
		if slices.Contains(values, o.Code) {
			given, a.Said = append(given, o.Code), append(a.Said, o.Label)
		}
	}
	a.Value = strings.Join(given, " ")
	for _, v := range values {
		if _, known := q.Option(v); !known && v != "" {
			return a, nil, wrong("ask.option_gone")
		}
	}
	return a, given, nil
}

func choice(q *Question, value string, _ phone.Plan) (string, error) {
	if !slices.Contains(q.choices(), value) {
		return "", wrong("ask.option_gone")
	}
	return value, nil
}

func line(q *Question, value string, plan phone.Plan) (string, error) {
	return short(strings.Join(strings.Fields(value), " "), MostLine)
}

func words(_ *Question, value string, _ phone.Plan) (string, error) { return short(value, MostWords) }

func short(value string, most int) (string, error) {
	if len([]rune(value)) > most {
		return "", wrong("ask.too_long", "most", most)
	}
	return value, nil
}

var decimalForm = regexp.MustCompile(`^[-−]?[0-9]{1,12}(\.[0-9]{1,6})?$`)

// number reads a number in any digits, with a comma or a point before the
// fraction.
func number(q *Question, value string, _ phone.Plan) (string, error) {
	value = strings.NewReplacer("٫", ".", ",", ".", "٬", "", " ", "", "\u00a0", "").Replace(i18n.ASCIIDigits(value))
	f, err := strconv.ParseFloat(strings.Replace(value, "−", "-", 1), 64)
	switch {
	case err != nil || !decimalForm.MatchString(value) || math.IsInf(f, 0):
		return "", wrong("ask.not_a_number")
	case q.Least != nil && f < *q.Least:
		return "", bounded(q, "ask.too_little", "least", *q.Least)
	case q.Most != nil && f > *q.Most:
		return "", bounded(q, "ask.too_much", "most", *q.Most)
	}
	return strconv.FormatFloat(f+0, 'f', -1, 64), nil // +0: there is no minus nothing
}

func bounded(q *Question, key, name string, bound float64) error {
	if q.Unit.Empty() {
		return wrong(key+"_plain", name, plain(bound))
	}
	return wrong(key, name, plain(bound), "unit", q.Unit)
}

// plain is a bound as a sentence takes it: whole where it is whole.
func plain(f float64) any {
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return int64(f)
	}
	return f
}

func date(_ *Question, value string, _ phone.Plan) (string, error) {
	d, err := i18n.ParseDay(value)
	if err != nil {
		return "", err
	}
	return d.String(), nil
}

// clock reads a time of day: 17.00, ۱۷:۰۰, 1700, 17.
func clock(_ *Question, value string, _ phone.Plan) (string, error) {
	value = strings.NewReplacer(".", ":", "٫", ":", " ", "").Replace(i18n.ASCIIDigits(value))
	for _, form := range []string{"15:04", "1504", "15", "15:04:05"} {
		if t, err := time.Parse(form, value); err == nil {
			return t.Format("15:04"), nil
		}
	}
	return "", wrong("ask.not_a_time")
}

// moment reads a day and a time with something between them.
func moment(q *Question, value string, plan phone.Plan) (string, error) {
	day, at, both := strings.Cut(strings.Replace(value, "T", " ", 1), " ")
	d, err := date(q, day, plan)
	if err != nil {
		return "", err
	}
	if !both {
		return "", wrong("ask.not_a_time")
	}
	t, err := clock(q, at, plan)
	return d + "T" + t, err
}

// plate reads a number as it stands on the thing, without the gaps.
func plate(q *Question, value string, _ phone.Plan) (string, error) {
	value, err := short(squeeze(value), MostPlate)
	if err != nil || q.Pattern == "" {
		return value, err
	}
	if form, err := wholly(q.Pattern); err == nil && !form.MatchString(value) {
		return "", wrong("ask.unfit_plate", "example", q.Example)
	}
	return value, nil
}

// squeeze keeps letters as capitals and digits, and drops what stands between.
func squeeze(s string) string {
	return i18n.Upper(city.English, strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return r
	}, i18n.ASCIIDigits(i18n.CleanText(s))))
}

func wholly(pattern string) (*regexp.Regexp, error) { return regexp.Compile("^(?:" + pattern + ")$") }
