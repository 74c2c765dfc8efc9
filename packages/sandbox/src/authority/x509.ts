// @peculiar/x509 asks for the polyfill to be there before it.
import 'reflect-metadata';

export * from '@peculiar/x509';
