package dev.bantam.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bantam.client.ServerException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.artifact.Digest;
import dev.bantam.progress.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RemotePlatformTest {
  private static final Waiting SHORT =
      new Waiting(Duration.ofMillis(5), Duration.ofMillis(500), Duration.ofMillis(200));
  private static final JsonNode JOB =
      JsonMapper.builder().build().readTree("{\"id\":\"qnt_1\",\"state\":\"queued\"}");
  private static final String EVENTS = "/api/v1/quantizations/qnt_1/events";
  private static final String JOB_PATH = "/api/v1/quantizations/qnt_1";

  @TempDir Path folder;
  private HttpServer server;
  private RemotePlatform platform;

  /** What is said at a path, in turn; the last thing again and again. */
  private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();

  private final List<String> asked = new CopyOnWriteArrayList<>();

  /**
   * @param broken whether the connection breaks behind the text
   * @param silence before the end
   * @param retryAfter the header of that name; empty for none
   */
  private record Reply(
      int status, String text, boolean broken, Duration silence, String retryAfter) {
    Reply(int status, String text, boolean broken, Duration silence) {
      this(status, text, broken, silence, "");
    }

    Reply retryAfter(String header) {
      return new Reply(status, text, broken, silence, header);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Thread::startVirtualThread);
    server.start();
    platform =
        new RemotePlatform(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "bt_x", SHORT);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    asked.add(exchange.getRequestMethod() + " " + path + (last == null ? "" : " after " + last));
    var queue = replies.getOrDefault(path, new ArrayDeque<>(List.of(reply(404, "{}"))));
    var reply = queue.size() > 1 ? queue.removeFirst() : queue.getFirst();
    var bytes = reply.text.getBytes(StandardCharsets.UTF_8);
    if (!reply.retryAfter.isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", reply.retryAfter);
    }
    // More is promised than comes where the connection breaks.
    long length = reply.broken ? bytes.length + 1 : bytes.length == 0 ? -1 : bytes.length;
    exchange.sendResponseHeaders(reply.status, reply.silence.isZero() ? length : 0);
    exchange.getResponseBody().write(bytes);
    exchange.getResponseBody().flush();
    try {
      Thread.sleep(reply.silence);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private static Reply reply(int status, String text) {
    return new Reply(status, text, false, Duration.ZERO);
  }

  private void at(String path, Reply... said) {
    replies.put(path, new ArrayDeque<>(List.of(said)));
  }

  private static String event(int id, String type, String data) {
    return "id: %d\nevent: %s\ndata: %s\n\n".formatted(id, type, data);
  }

  /** What was told of the work's progress, in lines. */
  private static final class Told implements Progress {
    final List<String> lines;
    private final String stage;

    Told() {
      this("", new CopyOnWriteArrayList<>());
    }

    private Told(String stage, List<String> lines) {
      this.stage = stage;
      this.lines = lines;
    }

    @Override
    public Progress stage(String name) {
      return new Told(name, lines);
    }

    @Override
    public void report(long done, long total, String message) {
      lines.add("%s %d/%d %s".formatted(stage, done, total, message));
    }

    @Override
    public void log(String message) {
      lines.add(message);
    }
  }

  @Test
  void aStreamThatBreaksIsTakenUpWhereItBroke() throws InterruptedException {
    var progress =
        event(3, "progress", "{\"stage\":\"fetch\",\"done\":1,\"total\":2,\"message\":\"m\"}");
    var log = event(4, "log", "{\"message\":\"half\"}");
    var end = event(5, "state", "{\"state\":\"succeeded\"}");
    at(
        EVENTS,
        new Reply(
            200,
            ":\n\n" + event(1, "state", "{\"state\":\"running\"}") + progress,
            true,
            Duration.ZERO),
        reply(503, "{\"detail\":\"later\"}"),
        reply(200, log),
        reply(200, end));
    at(
        JOB_PATH,
        reply(200, "{\"id\":\"qnt_1\",\"state\":\"succeeded\",\"result\":{\"model\":\"mdl_2\"}}"));
    var told = new Told();

    var done = platform.await("quantizations", JOB, told);

    assertThat(done.path("result").path("model").asString()).isEqualTo("mdl_2");
    assertThat(told.lines).containsExactly("fetch 1/2 m", "half");
    assertThat(asked)
        .containsExactly(
            "GET " + EVENTS,
            "GET " + EVENTS + " after 3",
            "GET " + EVENTS + " after 3",
            "GET " + EVENTS + " after 4",
            "GET " + JOB_PATH);
  }

  @Test
  void aStreamThatFallsSilentCountsAsBroken() throws InterruptedException {
    at(
        EVENTS,
        new Reply(200, event(1, "state", "{\"state\":\"running\"}"), false, Duration.ofSeconds(5)),
        reply(200, event(2, "state", "{\"state\":\"succeeded\"}")));
    at(JOB_PATH, reply(200, "{\"id\":\"qnt_1\",\"state\":\"succeeded\"}"));
    platform.await("quantizations", JOB, Progress.SILENT);
    assertThat(asked).contains("GET " + EVENTS + " after 1");
  }

  @Test
  void aServerThatDoesNotComeBackIsGone() {
    at(EVENTS, reply(502, "<html>no upstream</html>"));
    assertThatThrownBy(() -> platform.await("quantizations", JOB, Progress.SILENT))
        .isInstanceOfSatisfying(
            ServerException.class, gone -> assertThat(gone.status()).isEqualTo(502));
  }

  @Test
  void aRefusalIsFinal() {
    at(EVENTS, reply(404, "{\"type\":\"/problems/not-found\",\"detail\":\"no such job\"}"));
    assertThatThrownBy(() -> platform.await("quantizations", JOB, Progress.SILENT))
        .hasMessage("no such job");
    assertThat(asked).hasSize(1);
  }

  @Test
  void aJobThatFailedSaysWhy() {
    at(EVENTS, reply(200, event(1, "state", "{\"state\":\"failed\"}")));
    at(
        JOB_PATH,
        reply(
            200,
            """
            {"id":"qnt_1","state":"failed","problem":{"type":"/problems/unsupported","status":422,"detail":"two nodes",
             "diagnostics":[{"a":1},{"a":2}]}}"""));
    record Node(int a) {}
    assertThatThrownBy(() -> platform.await("quantizations", JOB, Progress.SILENT))
        .isInstanceOfSatisfying(
            JobEndedException.class,
            ended -> {
              assertThat(ended.code()).isEqualTo(ErrorCode.UNSUPPORTED);
              assertThat(ended.diagnostics(Node.class)).containsExactly(new Node(1), new Node(2));
            })
        .hasMessage("two nodes");
  }

  @Test
  void aJobThatSomebodyCancelledSaysSo() {
    at(EVENTS, reply(200, event(1, "state", "{\"state\":\"cancelled\"}")));
    at(JOB_PATH, reply(200, "{\"id\":\"qnt_1\",\"state\":\"cancelled\",\"problem\":null}"));
    assertThatThrownBy(() -> platform.await("quantizations", JOB, Progress.SILENT))
        .hasMessage("job qnt_1: was cancelled");
  }

  @Test
  void contentThatIsThereIsNotSentAgain() throws IOException {
    var file = Files.writeString(folder.resolve("f"), "content");
    at("/api/v1/models", reply(200, "{\"items\":[{\"id\":\"mdl_1\"}]}"));
    assertThat(platform.upload("models", "f", file).path("id").asString()).isEqualTo("mdl_1");
    assertThat(asked).containsExactly("GET /api/v1/models");
  }

  @Test
  void aFolderIsTheSameArchiveWheneverItWasWritten() throws IOException {
    var one = folder.resolve("one");
    var file = Files.createDirectories(one.resolve("sub")).resolve("f");
    Files.writeString(file, "content");
    FolderZip.write(one, folder.resolve("1.zip"));
    assertThat(file.toFile().setLastModified(0)).isTrue();
    FolderZip.write(one, folder.resolve("2.zip"));
    assertThat(folder.resolve("2.zip")).hasSameBinaryContentAs(folder.resolve("1.zip"));
  }

  @Test
  void contentThatIsNotWhatItsDigestSaysDoesNotAppear() throws IOException {
    var target = folder.resolve("made.tflite");
    var known = "{\"sizeBytes\":4,\"digest\":\"%s\"}".formatted(Digest.of("good"));
    at("/api/v1/models/mdl_1", reply(200, known));
    var content = "/api/v1/models/mdl_1/content";
    at(content, reply(200, "evil"), reply(200, "good and more"), reply(200, "good"));
    assertThatThrownBy(() -> platform.download("mdl_1", target))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("its content is not that of its digest");
    assertThatThrownBy(() -> platform.download("mdl_1", target))
        .isInstanceOf(ServerException.class)
        .hasMessageEndingWith("/content: has more than 4 bytes, which is the limit");
    assertThat(folder).isEmptyDirectory();
    platform.download("mdl_1", target);
    assertThat(target).hasContent("good");
  }

  @Test
  void aServerThatSaysThatAllWasSeenIsBelieved() throws InterruptedException {
    var running = event(1, "state", "{\"state\":\"running\"}");
    at(EVENTS, new Reply(200, running, true, Duration.ZERO), reply(204, ""));
    at(JOB_PATH, reply(200, "{\"id\":\"qnt_1\",\"state\":\"succeeded\"}"));
    platform.await("quantizations", JOB, Progress.SILENT);
    assertThat(asked)
        .containsExactly("GET " + EVENTS, "GET " + EVENTS + " after 1", "GET " + JOB_PATH);
  }

  @ParameterizedTest
  @CsvSource({"503, 1, 1000", "429, 1, 1000", "503, 0, 5", "503, soon, 5"})
  void aServerIsAskedAgainNotBeforeItSays(int status, String retryAfter, long leastMillis) {
    at("/api/v1/x", reply(status, "{}").retryAfter(retryAfter), reply(200, "{\"a\":1}"));
    long start = System.nanoTime();
    assertThat(platform.get("x").path("a").asInt()).isEqualTo(1);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(leastMillis * 1_000_000);
  }

  @Test
  void aThingIsFoundByIdOrDigest() {
    var id = new StoredThing("mdl_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    var digest = new StoredThing(Digest.of("good").text());
    at("/api/v1/models/" + id.text(), reply(200, "{\"id\":\"a\"}"));
    at("/api/v1/models", reply(200, "{\"items\":[{\"id\":\"b\"}]}"), reply(200, "{\"items\":[]}"));
    assertThat(platform.find("models", id).path("id").asString()).isEqualTo("a");
    assertThat(platform.find("models", digest).path("id").asString()).isEqualTo("b");
    assertThatThrownBy(() -> platform.find("models", digest))
        .hasMessage(
            "%s: is not among the models of %s".formatted(digest.text(), platform.server()));
  }

  @ParameterizedTest
  @CsvSource({
    "mdl_01ARZ3NDEKTSV4RRFFQ69G5FAV, true",
    "dst_01ARZ3NDEKTSV4RRFFQ69G5FAV, true",
    "qnt_01ARZ3NDEKTSV4RRFFQ69G5FAV, false",
    "mdl_01ARZ3NDEKTSV4RRFFQ69G5FA, false",
    "./mdl_01ARZ3NDEKTSV4RRFFQ69G5FAV, false",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855, true",
    "sha256:e3b0, false"
  })
  void onlyAnIdOrADigestNamesAThing(String argument, boolean named) {
    assertThat(StoredThing.of(Path.of(argument)).isPresent()).isEqualTo(named);
  }

  @Test
  void aServerThatIsBusyIsAskedAgain() {
    at("/api/v1/x", reply(503, "{}"), reply(429, "{}"), reply(200, "{\"a\":1}"));
    assertThat(platform.get("x").path("a").asInt()).isEqualTo(1);
  }
}
