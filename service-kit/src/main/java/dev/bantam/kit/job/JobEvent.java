package dev.bantam.kit.job;

/**
 * Something that happened to a job.
 *
 * @param id counts up from 1 within the job
 * @param type {@code progress}, {@code log} or {@code state}
 * @param body JSON
 */
public record JobEvent(long id, String type, String body) {}
