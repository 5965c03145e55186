package requests

import (
	"fmt"
	"strconv"
	"strings"

	"mahalle/internal/platform/fault"
	"mahalle/internal/platform/i18n"
)

// A number such as MNS-26-004821-K is what people write down, read out on the
// telephone and type on a phone: the city's letters, the year, a running number
// and a check letter. The check letter finds every single wrong character and
// every swap of two neighbours, so a slip never opens somebody else's request.

// checkLetters leaves out what is read wrongly (I, O, 1, 0) and is as many as a
// prime, which is what makes the check complete.
const checkLetters = "ABCDEFGHJKLMNPQRSTUVWXY"

// number writes the number of the n-th request of a year.
func number(prefix string, year int, n int64) string {
	body := fmt.Sprintf("%s-%02d-%06d", prefix, year%100, n)
	return body + "-" + string(checkLetter(body))
}

// checkLetter is the sum of all characters, each weighed by its place, modulo 23.
func checkLetter(body string) byte {
	sum, weight := 0, 1
	for i := range len(body) {
		if body[i] == '-' {
			continue
		}
		sum += weight * value(body[i])
		weight++
	}
	return checkLetters[sum%len(checkLetters)]
}

func value(c byte) int {
	if c >= '0' && c <= '9' {
		return int(c - '0')
	}
	return int(c-'A') + 10
}

// ParseNumber reads a number as people type it: any digits, any case, dashes or
// spaces or neither. A wrong check letter says so, since the person can put it
// right. Behind the check letter may stand the number of a part:
// MNS-26-004821-K/2 is read as MNS-26-004821-K.2.
func ParseNumber(s string) (string, error) {
	s = strings.ToUpper(i18n.ASCIIDigits(s)) // codes are ASCII whatever the language
	compact := make([]byte, 0, len(s))
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z':
			compact = append(compact, c)
		case c == '-' || c == ' ' || c == '.' || c == '_' || c == '/':
		default:
			return "", notANumber()
		}
	}
	whole := strings.TrimRight(string(compact), "0123456789")
	part := string(compact[len(whole):])
	number, err := parseCompact(whole)
	if err != nil || part == "" {
		return number, err
	}
	if n, err := strconv.Atoi(part); err != nil || n < 1 || n > mostParts || part[0] == '0' {
		return "", notANumber()
	}
	return number + "." + part, nil
}

func parseCompact(s string) (string, error) {
	letters := strings.IndexAny(s, "0123456789")
	if letters < 2 || letters > 5 || len(s) < letters+2+6+1 || len(s) > letters+2+9+1 {
		return "", notANumber()
	}
	prefix, year, serial, check := s[:letters], s[letters:letters+2], s[letters+2:len(s)-1], s[len(s)-1]
	if !digits(year) || !digits(serial) {
		return "", notANumber()
	}
	body := prefix + "-" + year + "-" + serial
	if checkLetter(body) != check {
		return "", fault.New(fault.NotFound, "requests.number_mistyped")
	}
	return body + "-" + string(check), nil
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

func notANumber() error { return fault.New(fault.NotFound, "requests.not_a_number") }
