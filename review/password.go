package review

import (
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// A passwordHash is a password as it is kept: "pbkdf2-sha256$ITERATIONS$SALT$HASH", the last two in base64.
type passwordHash struct {
	iterations int
	salt, sum  []byte
}

// iterations is what OWASP's Password Storage Cheat Sheet asks for PBKDF2 with HMAC-SHA-256. Hashes of other programs
// may have up to ten times as many.
const iterations = 600_000

const hashName = "pbkdf2-sha256"

// shortestPassword is the least number of characters of a password, as NIST SP 800-63B has it for those that people
// choose.
const shortestPassword = 8

// HashPassword returns a password as a file of people holds it. Two hashes of one password differ.
func HashPassword(password string) (string, error) {
	if n := len([]rune(password)); n < shortestPassword {
		return "", fmt.Errorf("the password has %d characters: it must have at least %d", n, shortestPassword)
	}
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	sum, err := pbkdf2.Key(sha256.New, password, salt, iterations, sha256.Size)
	if err != nil {
		return "", err
	}
	e := base64.RawStdEncoding
	return strings.Join(
		[]string{hashName, strconv.Itoa(iterations), e.EncodeToString(salt), e.EncodeToString(sum)}, "$"), nil
}

func parseHash(text string) (h passwordHash, err error) {
	parts := strings.Split(text, "$")
	bad := errors.New("the password is not a hash as satzpaar review --hash-password prints it")
	if len(parts) != 4 || parts[0] != hashName {
		return h, bad
	}
	n, err := strconv.Atoi(parts[1])
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[2])
	sum, sumErr := base64.RawStdEncoding.DecodeString(parts[3])
	if errors.Join(err, saltErr, sumErr) != nil || n < 1000 || n > 10*iterations ||
		len(salt) < 8 || len(sum) != sha256.Size {
		return h, bad
	}
	return passwordHash{n, salt, sum}, nil
}

// matches reports whether the password is the one that was hashed. It takes long by design.
func (h *passwordHash) matches(password string) bool {
	sum, err := pbkdf2.Key(sha256.New, password, h.salt, h.iterations, sha256.Size)
	return err == nil && subtle.ConstantTimeCompare(sum, h.sum) == 1
}
