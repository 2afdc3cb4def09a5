require "json"
require "net/http"
require "securerandom"

uri = URI("https://sandbox-api.rwandapay.rw/v1/payments/collect")
request = Net::HTTP::Post.new(uri)
request["Authorization"] = "Bearer YOUR_API_KEY"
request["Content-Type"] = "application/json"
# Keep this key with the order: the same request sent again never asks the customer twice.
request["Idempotency-Key"] = SecureRandom.uuid
request.body = { amount: 5000, phone: "0788123456", provider: "MTN", reference: "INV-001" }.to_json

response = Net::HTTP.start(uri.host, uri.port, use_ssl: true) { |http| http.request(request) }
puts JSON.parse(response.body)["data"]["reference"]
