package dev.bantam.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.bantam.error.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestClientTest {
  @TempDir Path folder;
  private HttpServer server;
  private RestClient client;
  private volatile int status = 200;
  private volatile String body = "";
  private volatile String authorization = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    client = new RestClient(address(), Optional.of("bt_secret"));
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          404 | {"type":"/problems/not-found","detail":"model x: does not exist"} | NOT_FOUND | model x: does not exist
          422 | {"type":"/problems/invalid-model","detail":"no model"} | INVALID_MODEL | no model
          422 | {"type":"/problems/yet-unknown","detail":"no"} | INVALID_REQUEST | no
          409 | {"type":"/problems/cancelled","detail":"stopped"} | CANCELLED | stopped
          400 | {"type":"/problems/unreadable","detail":"line 1"} | INVALID_REQUEST | line 1
          502 | <html>bad gateway</html> | UNAVAILABLE | GET ADDRESS/x: status 502, <html>bad gateway</html>
          503 | `` | UNAVAILABLE | GET ADDRESS/x: status 503, no reason was given
          403 | {} | FORBIDDEN | GET ADDRESS/x: status 403, {}
          401 | [1] | UNAUTHORIZED | GET ADDRESS/x: status 401, [1]
          """)
  void aRefusalReadsAsTheServerSaysIt(int sent, String text, ErrorCode code, String message) {
    status = sent;
    body = text;
    assertThatThrownBy(() -> client.json(client.request("/x").build()))
        .isInstanceOfSatisfying(
            ServerException.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(sent);
              assertThat(refusal.code()).isEqualTo(code);
            })
        .hasMessage(message.replace("ADDRESS", address().toString()));
  }

  @Test
  void anAnswerThatIsNotOursIsNamed() {
    body = "<html>\n welcome</html>";
    assertThatThrownBy(() -> client.json(client.request("/x").build()))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "GET %s/x: the answer cannot be read, must be Bantam's; it begins with: <html> welcome</html>"
                .formatted(address()));
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    server.stop(0);
    assertThatThrownBy(() -> client.json(client.request("/x").build()))
        .isInstanceOfSatisfying(
            ServerException.class, silence -> assertThat(silence.status()).isZero())
        .hasMessage("%s/x: cannot be reached, nothing listens there".formatted(address()));
  }

  @Test
  void theTokenGoesToItsServerAndNowhereElse() {
    client.json(client.request("/x").build());
    assertThat(authorization).isEqualTo("Bearer bt_secret");
    var elsewhere = "http://127.0.0.1:1/x";
    assertThatThrownBy(() -> client.request(elsewhere))
        .hasMessage(
            "%s: is not at the server %s, to which the token belongs"
                .formatted(elsewhere, address()));
  }

  @Test
  void contentUpToTheLimitIsDownloadedAndNoMore() throws IOException {
    body = "0123456789";
    var file = folder.resolve("file");
    client.download(client.request("/x").build(), file, 10);
    assertThat(Files.readString(file)).isEqualTo(body);
    assertThatThrownBy(() -> client.download(client.request("/x").build(), file, 9))
        .isInstanceOf(ServerException.class)
        .hasMessage("%s/x: has more than 9 bytes, which is the limit".formatted(address()));
  }
}
