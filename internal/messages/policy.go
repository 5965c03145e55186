package messages

import "mahalle/internal/platform/access"

// CanView is the right to read the ledger of letters and to send again.
const CanView access.Permission = "messages.view"
