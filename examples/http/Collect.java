import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

public class Collect {
    public static void main(String[] arguments) throws Exception {
        String payment = "{\"amount\": 5000, \"phone\": \"0788123456\", \"provider\": \"MTN\", \"reference\": \"INV-001\"}";
        Request request = new Request.Builder()
                .url("https://sandbox-api.rwandapay.rw/v1/payments/collect")
                .header("Authorization", "Bearer YOUR_API_KEY")
                // Keep this key with the order: the same request sent again never asks the customer twice.
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .post(RequestBody.create(payment, MediaType.get("application/json")))
                .build();
        try (var response = new OkHttpClient().newCall(request).execute()) {
            System.out.println(response.body().string());
        }
    }
}
