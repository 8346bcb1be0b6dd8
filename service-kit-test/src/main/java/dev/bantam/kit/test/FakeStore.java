package dev.bantam.kit.test;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A store that knows two models and a data set by name: {@code mdl_1}, {@code mdl_onnx}, which no
 * device can run, and {@code dat_1}. It has no content.
 */
public final class FakeStore implements AutoCloseable {
  private static final Map<String, String> KNOWN =
      Map.of(
          "/api/v1/models/mdl_1", "{\"id\":\"mdl_1\",\"format\":\"tflite\"}",
          "/api/v1/models/mdl_onnx", "{\"id\":\"mdl_onnx\",\"format\":\"onnx\"}",
          "/api/v1/datasets/dat_1", "{\"id\":\"dat_1\",\"format\":\"npz\"}");

  private final HttpServer server;

  public FakeStore() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/api/v1/models/", exchange -> answer(exchange, "model"));
    server.createContext("/api/v1/datasets/", exchange -> answer(exchange, "data set"));
    server.start();
  }

  private static void answer(HttpExchange exchange, String kind) throws IOException {
    var path = exchange.getRequestURI().getPath();
    boolean trusted =
        ("Bearer " + TestService.SERVICE_TOKEN)
            .equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!trusted) {
      send(exchange, 401, "{\"type\":\"/problems/unauthorized\",\"detail\":\"who is it?\"}");
    } else if (KNOWN.containsKey(path)) {
      send(exchange, 200, KNOWN.get(path));
    } else {
      var id = path.substring(exchange.getHttpContext().getPath().length());
      var detail = "%s %s: does not exist".formatted(kind, id);
      send(exchange, 404, "{\"type\":\"/problems/not-found\",\"detail\":\"%s\"}".formatted(detail));
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
