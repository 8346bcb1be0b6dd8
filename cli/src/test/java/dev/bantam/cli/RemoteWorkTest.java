package dev.bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bantam.cli.remote.RemotePlatform;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * Jobs whose command has ended, against a server that accepts every job and ends it as it is told.
 */
class RemoteWorkTest {
  private final List<String> cancelled = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private RemoteWork work;
  private volatile String state = "running";
  private volatile int jobs;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Thread::startVirtualThread);
    server.start();
    var command = new EvaluateCommand();
    new CommandLine(command).setErr(new PrintWriter(Writer.nullWriter()));
    var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    work = new RemoteWork(new RemotePlatform(address, "bt_x"), command.output());
  }

  @AfterEach
  void stop() {
    work.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var id = path.replaceAll("^.*evaluations/?", "").replace("/events", "");
    if (exchange.getRequestMethod().equals("DELETE")) cancelled.add(id);
    if (exchange.getRequestMethod().equals("POST")) id = "evl_" + ++jobs;
    var text =
        path.endsWith("/events")
            ? "event: state\ndata: {\"state\":\"%s\"}\n\n".formatted(state)
            : "{\"id\":\"%s\",\"state\":\"%s\",\"result\":{\"accuracy\":1}}".formatted(id, state);
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void jobsThatNobodyWaitsForAreCancelledAndOthersAreNot() throws InterruptedException {
    var first = work.begin("evaluations", Map.of("model", "m"));
    work.begin("evaluations", Map.of("model", "m"));
    state = "succeeded";
    assertThat(work.result(first, "x").path("accuracy").asInt()).isEqualTo(1);
    work.close();
    assertThat(cancelled).containsExactly("evl_2");
  }

  @Test
  void aJobThatFailedHasEnded() {
    var job = work.begin("evaluations", Map.of("model", "m"));
    state = "failed";
    assertThatThrownBy(() -> work.result(job, "x")).hasMessageContaining("evl_1");
    work.close();
    assertThat(cancelled).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"a/b.tflite,b", "c,c", ".hidden,.hidden", "d.tar.gz,d.tar", "folder/,folder"})
  void aModelIsKnownByTheNameOfItsFile(String file, String name) {
    assertThat(RemoteWork.stem(Path.of(file))).isEqualTo(name);
  }
}
