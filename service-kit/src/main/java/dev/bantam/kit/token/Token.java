package dev.bantam.kit.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A token as it is kept: all but the secret. */
public record Token(
    String id, String name, Role role, Instant createdAt, @Nullable Instant expiresAt) {}
