package main

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strings"
)

func main() {
	// Keep this key with the order: the same request sent again never asks the customer twice.
	key := make([]byte, 16)
	if _, err := rand.Read(key); err != nil {
		panic(err)
	}
	payment := `{"amount": 5000, "phone": "0788123456", "provider": "MTN", "reference": "INV-001"}`
	request, err := http.NewRequest("POST", "https://sandbox-api.rwandapay.rw/v1/payments/collect", strings.NewReader(payment))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Authorization", "Bearer YOUR_API_KEY")
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", hex.EncodeToString(key))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(body))
}
