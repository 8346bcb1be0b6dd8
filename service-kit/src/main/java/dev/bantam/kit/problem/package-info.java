/**
 * Every refusal in one form (RFC 9457), and the catalogue at {@code /problems} that says what each
 * means and what to do. A new {@link dev.bantam.error.ErrorCode} needs its entry in {@link
 * dev.bantam.kit.problem.ProblemType}, or this package does not compile.
 */
@NullMarked
package dev.bantam.kit.problem;

import org.jspecify.annotations.NullMarked;
