/**
 * What every service of the platform shares. An application imports {@link
 * dev.bantam.kit.KitConfiguration} and gets jobs, tokens, problems, metrics and migrations; it adds
 * controllers, {@link dev.bantam.kit.job.JobHandler}s and its own tables in {@code db/NAME}. What a
 * service does is never here.
 */
@NullMarked
package dev.bantam.kit;

import org.jspecify.annotations.NullMarked;
