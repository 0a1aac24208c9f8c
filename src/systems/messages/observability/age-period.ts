/** How often the alarm on the oldest message looks. */
export const agePeriodSeconds = 300;
