// Package letter reads an e-mail while it comes over the line, whatever state it
// is in: wrong charsets, broken MIME, hostile HTML, a thousand nested parts. What
// can be read is read; what cannot is left out and said to be damaged. It never
// holds more than one photo and a page of text in memory.
//
//	header ──▶ who, to whom, what it answers, whether a machine wrote it
//	text   ──▶ Whole: all of it · Text: without quoted history and signature
//	photos ──▶ given to the caller one by one as they pass
//	others ──▶ named in Refused
package letter
