package city

import (
	"crypto/rand"
	"encoding/hex"
	"math"
	"sync"
	"time"
)

// ID names one thing that came into being inside Mahalle. It is a UUIDv7 in
// lower case, so sorting IDs sorts by the time of making.
//
// Reference data that a city brings along (districts, units, subjects) is named
// by the city's own code instead; see docs/decisions/0003.
type ID string

// Tenant names one municipality: a short lower-case word such as "manisa". It
// comes first in every key (data law 1).
type Tenant string

// sequence is the last moment for which an ID was made, in 1/4096 ms since 1970.
type sequence struct {
	sync.Mutex
	last int64
}

// The present and the history that is brought in between are two sequences:
// neither disturbs the order within the other.
var present, history sequence

// NewID makes a UUIDv7 (RFC 9562, method 3: the twelve bits after the
// millisecond count its fraction). IDs made by one process never go backwards,
// even when its clock does.
func NewID() ID { return idAt(present.next(tickOf(time.Now()), math.MaxInt64)) }

// NewIDAt makes an ID for something that happened at t, used when history is
// imported or generated so that the IDs sort as the events did; of one moment,
// as they were made.
func NewIDAt(t time.Time) ID {
	const minute = 4096 * 60_000
	return idAt(history.next(tickOf(t), minute))
}

func tickOf(t time.Time) int64 { return t.UnixMicro() * 4096 / 1000 }

// next is the tick, or the one after the last if that is not further ahead than
// within.
func (s *sequence) next(tick, within int64) int64 {
	s.Lock()
	defer s.Unlock()
	if tick <= s.last && s.last-tick < within {
		tick = s.last + 1
	}
	s.last = tick
	return tick
}

func idAt(tick int64) ID {
	var b [16]byte
	ms := uint64(tick) / 4096
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	fraction := uint64(tick) % 4096
	b[6] = 0x70 | byte(fraction>>8)
	b[7] = byte(fraction)
	_, _ = rand.Read(b[8:]) // never fails since Go 1.24
	b[8] = b[8]&0x3f | 0x80
	return ID(format(b))
}

func format(b [16]byte) string {
	var s [36]byte
	hex.Encode(s[0:8], b[0:4])
	hex.Encode(s[9:13], b[4:6])
	hex.Encode(s[14:18], b[6:8])
	hex.Encode(s[19:23], b[8:10])
	hex.Encode(s[24:36], b[10:16])
	s[8], s[13], s[18], s[23] = '-', '-', '-', '-'
	return string(s[:])
}

// Valid reports whether the text has the form of an ID. It says nothing of
// whether the thing exists.
func (id ID) Valid() bool {
	if len(id) != 36 {
		return false
	}
	for i := range len(id) {
		c := id[i]
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
				return false
			}
		}
	}
	return true
}
