package dev.bantam.kit.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as it is kept.
 *
 * @param owner the token that asked for it
 * @param attempt how often it was begun; a change from an older attempt is refused
 * @param excused attempts that ended because their process was stopped in good order
 * @param request what was asked, as JSON
 * @param result what came of it, as JSON; exactly when it succeeded
 * @param problem why it failed, as JSON; exactly when it failed
 */
public record Job(
    String id,
    String kind,
    String owner,
    JobState state,
    int attempt,
    int excused,
    boolean cancelRequested,
    String request,
    @Nullable String stage,
    @Nullable Long done,
    @Nullable Long total,
    @Nullable String message,
    @Nullable String result,
    @Nullable String problem,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {}
