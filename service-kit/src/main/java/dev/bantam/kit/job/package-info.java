/**
 * Work that outlives the request, and the process, that began it. A kind of job is a {@link
 * dev.bantam.kit.job.JobKind} and a {@link dev.bantam.kit.job.JobHandler} that is a bean; its
 * controller is a {@link dev.bantam.kit.job.JobController}. The job's row is the truth: every
 * change of it is conditional on the state and the attempt that it comes from, so a process that
 * was thought dead cannot record anything. What the work is, is not known here.
 */
@NullMarked
package dev.bantam.kit.job;

import org.jspecify.annotations.NullMarked;
