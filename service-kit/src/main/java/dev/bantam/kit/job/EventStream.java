package dev.bantam.kit.job;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.springframework.http.MediaType;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * Sends events as they come (text/event-stream), from the request's own virtual thread, until the
 * final one, the client's departure, or the end of this process.
 */
public final class EventStream {
  private static final Duration BETWEEN_COMMENTS = Duration.ofSeconds(15);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
  private static final int BATCH = 500;

  private final Clock clock;
  private final BooleanSupplier stopping;
  private final AtomicInteger open = new AtomicInteger();

  public EventStream(Clock clock, BooleanSupplier stopping) {
    this.clock = clock;
    this.stopping = stopping;
  }

  /** Where events come from. */
  public interface Source {
    /** Up to so many events behind this one, in order. */
    List<JobEvent> after(long id, int limit);

    /** Whether nothing comes behind this event. */
    boolean isLast(JobEvent event);

    /** Whether nothing comes any more for whoever has seen this one. */
    boolean isOver(long id);
  }

  /** How many clients listen. */
  public int open() {
    return open.get();
  }

  /**
   * Sends until there is a reason to end. A client that left ends it with an IOException. One that
   * has seen the final event already is told so (204), which a browser takes for the end.
   */
  public void send(
      Source source, long after, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (source.isOver(after)) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    open.incrementAndGet();
    try {
      sendAll(source, after, request, response);
    } finally {
      open.decrementAndGet();
    }
  }

  private void sendAll(
      Source source, long after, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ShallowEtagHeaderFilter.disableContentCaching(request);
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    var out = response.getOutputStream();
    out.flush();
    long position = after;
    var quietSince = clock.instant();
    while (!stopping.getAsBoolean()) {
      var events = source.after(position, BATCH);
      for (var event : events) {
        write(out, event);
        position = event.id();
      }
      if (!events.isEmpty()) {
        out.flush();
        quietSince = clock.instant();
        if (source.isLast(events.getLast())) return;
      } else if (clock.instant().isAfter(quietSince.plus(BETWEEN_COMMENTS))) {
        if (source.isOver(position)) return;
        out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        quietSince = clock.instant();
      }
      pause();
    }
  }

  private static void write(OutputStream out, JobEvent event) throws IOException {
    var text =
        "id: %d\nevent: %s\ndata: %s\n\n"
            .formatted(event.id(), event.type(), event.body().replace("\n", " "));
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for events", e);
    }
  }
}
