import type { Clock, Refusal } from '@countersign/core';

/** Spanish unless the request's `locale` says English. */
export type PlacetopayLanguage = 'es' | 'en';

const messages: Record<number, Record<PlacetopayLanguage, string>> = {
  400: { es: 'Petición incorrecta', en: 'Bad request' },
  403: { es: 'Acceso denegado', en: 'Access denied' },
  404: { es: 'No encontrado', en: 'Not found' },
  405: { es: 'Método no permitido', en: 'Method not allowed' },
  413: { es: 'Petición demasiado grande', en: 'Request too large' },
  429: { es: 'Demasiadas peticiones', en: 'Too many requests' },
  503: { es: 'Servicio no disponible', en: 'Service unavailable' },
};

const otherwise = { es: 'Ha ocurrido un error', en: 'An error has occurred' };

export function authenticationFailed(language: PlacetopayLanguage, code: number): string {
  return `${language === 'en' ? 'Authentication failed' : 'Autenticación fallida'} ${code}`;
}

/** What a merchant answers to a notification that nothing proves. */
export const notificationFailed = 'Autenticación fallida';

/**
 * Any error as Placetopay writes it: its clients read `status` of every answer, whatever its HTTP status.
 * @param message what the status means, unless there is more to say
 */
export function placetopayError(
  status: number,
  language: PlacetopayLanguage,
  clock: Clock,
  message = (messages[status] ?? otherwise)[language],
): Refusal {
  const body = { status: { status: 'FAILED', reason: status, message, date: placetopayDate(clock()) } };
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}

/**
 * A date as Placetopay writes it: `2026-01-02T03:04:05+00:00`.
 * @param time milliseconds since the epoch
 */
export function placetopayDate(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}+00:00`;
}

/** The language that a request's `locale`, such as `en_US`, asks for. */
export function placetopayLanguage(body: unknown): PlacetopayLanguage {
  const locale = typeof body === 'object' && body !== null && 'locale' in body ? body.locale : undefined;
  return typeof locale === 'string' && /^en(?![a-z])/i.test(locale) ? 'en' : 'es';
}
