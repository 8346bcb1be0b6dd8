package dev.bantam.kit.test.sample;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.job.JobHandler;
import dev.bantam.kit.job.JobKind;
import dev.bantam.progress.Progress;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class CountHandler implements JobHandler<CountRequest, CountHandler.Counted> {
  static final JobKind<CountRequest, Counted> COUNT =
      new JobKind<>("count", "cnt", "counts", List.of("count"), CountRequest.class, Counted.class);

  private final JdbcClient database;

  CountHandler(JdbcClient database) {
    this.database = database;
  }

  record Counted(int to) {}

  @Override
  public JobKind<CountRequest, Counted> kind() {
    return COUNT;
  }

  @Override
  public Counted run(CountRequest request, Progress progress) throws InterruptedException {
    int to = Objects.requireNonNull(request.to());
    var counting = progress.stage("count");
    counting.log("counting to " + to);
    for (int i = 1; i <= to; i++) {
      if (request.millis() != null) Thread.sleep(request.millis());
      counting.report(i, to, "%d of %d".formatted(i, to));
    }
    if (request.fail() != null) throw failure(request.fail());
    database
        .sql("INSERT INTO counted (job_number, process) VALUES (:number, :process)")
        .param("process", ProcessHandle.current().pid())
        .param("number", Objects.requireNonNullElse(request.number(), 0))
        .update();
    return new Counted(to);
  }

  private static RuntimeException failure(String how) {
    return switch (how) {
      case "input" -> new BantamException(ErrorCode.UNSUPPORTED, "sample: nobody can count that");
      case "surroundings" ->
          new BantamException(ErrorCode.UNAVAILABLE, "sample: the abacus is out of reach");
      case "disk" ->
          new UncheckedIOException(
              new FileSystemException("/srv/sample", null, "No space left on device"));
      default -> new IllegalStateException("a fault in the sample");
    };
  }
}
