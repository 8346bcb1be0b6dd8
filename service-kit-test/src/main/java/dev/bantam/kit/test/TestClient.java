package dev.bantam.kit.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of a service, with or without a token. */
public final class TestClient {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http;
  private final URI address;
  private final @Nullable String token;
  private final Optional<ContractCheck> contract;

  private TestClient(
      HttpClient http, URI address, @Nullable String token, Optional<ContractCheck> contract) {
    this.http = http;
    this.address = address;
    this.token = token;
    this.contract = contract;
  }

  /** A client without a token. */
  public static TestClient of(URI address) {
    var http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    return new TestClient(http, address, null, Optional.empty());
  }

  /** The same client with a token. */
  public TestClient with(@Nullable String other) {
    return new TestClient(http, address, other, contract);
  }

  /** The same client, which fails where an answer is not as the contract says. */
  TestClient held(ContractCheck to) {
    return new TestClient(http, address, token, Optional.of(to));
  }

  /** An answer, with its body as text. */
  public record Answer(int status, HttpResponse<String> response) {
    public String body() {
      return response.body();
    }

    public JsonNode json() {
      return JSON.readTree(response.body());
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  public Answer get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  public Answer delete(String path, String... headers) {
    return send("DELETE", path, BodyPublishers.noBody(), headers);
  }

  /** Posts JSON. */
  public Answer post(String path, String json, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
    all.addAll(List.of(headers));
    return send("POST", path, BodyPublishers.ofString(json), all.toArray(String[]::new));
  }

  /** Posts bytes. */
  public Answer upload(String path, byte[] content, String... headers) {
    return send("POST", path, BodyPublishers.ofByteArray(content), headers);
  }

  public Answer send(String method, String path, BodyPublisher body, String... headers) {
    try {
      var response = http.send(request(method, path, body, headers), BodyHandlers.ofString());
      verify(method, path, response, Optional.of(response.body()));
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The answer's body as it streams in. */
  public HttpResponse<InputStream> stream(String path, String... headers) {
    try {
      var response =
          http.send(
              request("GET", path, BodyPublishers.noBody(), headers), BodyHandlers.ofInputStream());
      verify("GET", path, response, Optional.empty());
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void verify(String method, String path, HttpResponse<?> response, Optional<String> body) {
    var type = response.headers().firstValue("Content-Type").orElse("");
    contract.ifPresent(it -> it.verify(method, path, response.statusCode(), type, body));
  }

  private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
    var request = HttpRequest.newBuilder(address.resolve(path)).method(method, body);
    if (token != null) request.header("Authorization", "Bearer " + token);
    for (int i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
    return request.build();
  }
}
