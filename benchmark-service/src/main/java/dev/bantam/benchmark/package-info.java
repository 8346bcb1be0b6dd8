/**
 * What a farm decides by, without a database or a server: who is given a benchmark, how long a
 * lease lasts, when a report is believed, and what becomes of work that was lost. {@link
 * dev.bantam.benchmark.LeaseStore} is where it is kept: the service keeps it in PostgreSQL, a
 * simulation in memory, and one contract test holds for both.
 */
@NullMarked
package dev.bantam.benchmark;

import org.jspecify.annotations.NullMarked;
