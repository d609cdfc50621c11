/** Of all figures that functions and jobs report. */
export const NAMESPACE = 'Lectern';
