package dev.bantam.cli.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Events as they come (text/event-stream). A stream that is silent for longer than its server ever
 * is counts as broken: a connection may be lost without a word.
 */
final class EventStream implements AutoCloseable {
  private static final int NO_CONTENT = 204;

  private final InputStream in;
  private final boolean over;
  private final Duration longestSilence;
  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

  /** A line, or the end: well, or by a failure. */
  private sealed interface Line {
    record Text(String text) implements Line {}

    record End(Optional<IOException> failure) implements Line {}
  }

  /**
   * @param id 0 where the event bears none
   */
  record Event(long id, String type, String data) {}

  EventStream(InputStream in, boolean over, Duration longestSilence) {
    this.in = in;
    this.over = over;
    this.longestSilence = longestSilence;
    Thread.ofVirtual().name("events").start(this::read);
  }

  static EventStream of(HttpResponse<InputStream> answer, Duration longestSilence) {
    return new EventStream(answer.body(), answer.statusCode() == NO_CONTENT, longestSilence);
  }

  /** Whether the server says that the last event was seen already. */
  boolean isOver() {
    return over;
  }

  private void read() {
    try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(new Line.Text(line));
      }
      lines.add(new Line.End(Optional.empty()));
    } catch (IOException e) {
      lines.add(new Line.End(Optional.of(e)));
    }
  }

  /** The next event; nothing where the server ended the stream. */
  Optional<Event> next() throws IOException, InterruptedException {
    long id = 0;
    var type = "message";
    var data = new StringBuilder();
    while (true) {
      switch (lines.poll(longestSilence.toMillis(), TimeUnit.MILLISECONDS)) {
        case null -> throw new IOException("silent for " + longestSilence.toSeconds() + " s");
        case Line.End(var failure) -> {
          if (failure.isPresent()) throw failure.get();
          return Optional.empty();
        }
        case Line.Text(var text) when text.isEmpty() -> {
          if (!data.isEmpty()) return Optional.of(new Event(id, type, data.toString().strip()));
          type = "message";
        }
        case Line.Text(var text) -> {
          int colon = text.indexOf(':');
          var field = colon < 0 ? text : text.substring(0, colon);
          var value = colon < 0 ? "" : text.substring(colon + 1).strip();
          switch (field) {
            case "id" -> id = number(value);
            case "event" -> type = value;
            case "data" -> data.append(value).append('\n');
            default -> {} // a comment, or a field of a later day
          }
        }
      }
    }
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
