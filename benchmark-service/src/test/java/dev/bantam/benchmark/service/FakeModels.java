package dev.bantam.benchmark.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bantam.kit.test.TestService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A store of two models: {@code mdl_1}, and {@code mdl_onnx}, which no device can run. */
final class FakeModels implements AutoCloseable {
  private static final String MODELS = "/api/v1/models/";

  private final HttpServer server;

  FakeModels() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(MODELS, FakeModels::answer);
    server.start();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var id = exchange.getRequestURI().getPath().substring(MODELS.length());
    boolean trusted =
        ("Bearer " + TestService.SERVICE_TOKEN)
            .equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!trusted) {
      send(exchange, 401, "{\"type\":\"/problems/unauthorized\",\"detail\":\"who is it?\"}");
    } else if (id.equals("mdl_1")) {
      send(exchange, 200, "{\"id\":\"mdl_1\",\"format\":\"tflite\"}");
    } else if (id.equals("mdl_onnx")) {
      send(exchange, 200, "{\"id\":\"mdl_onnx\",\"format\":\"onnx\"}");
    } else {
      var detail = "model %s: does not exist".formatted(id);
      send(exchange, 404, "{\"type\":\"/problems/not-found\",\"detail\":\"%s\"}".formatted(detail));
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
