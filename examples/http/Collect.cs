using System;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Newtonsoft.Json;

class Collect
{
    static void Main()
    {
        Run().GetAwaiter().GetResult();
    }

    static async Task Run()
    {
        using (var client = new HttpClient())
        {
            client.DefaultRequestHeaders.Add("Authorization", "Bearer YOUR_API_KEY");
            // Keep this key with the order: the same request sent again never asks the customer twice.
            client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
            var payment = new { amount = 5000, phone = "0788123456", provider = "MTN", reference = "INV-001" };
            var content = new StringContent(JsonConvert.SerializeObject(payment), Encoding.UTF8, "application/json");
            var response = await client.PostAsync("https://sandbox-api.rwandapay.rw/v1/payments/collect", content);
            Console.WriteLine(await response.Content.ReadAsStringAsync());
        }
    }
}
