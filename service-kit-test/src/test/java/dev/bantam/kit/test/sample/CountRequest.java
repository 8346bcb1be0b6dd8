package dev.bantam.kit.test.sample;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Counts to a number.
 *
 * @param to where the counting ends
 * @param millis how long each step takes
 * @param fail how it ends: {@code input}, {@code surroundings}, {@code disk}, {@code bug}; well, if
 *     null
 * @param number to find the job again in the table of what was counted
 */
public record CountRequest(
    @NotNull(message = "is missing, must be a number")
        @Max(value = 1000, message = "must be at most 1000")
        @Nullable Integer to,
    @Nullable Integer millis,
    @Size(max = 20, message = "is longer than 20 characters") @Nullable String fail,
    @Nullable Integer number) {}
