import { Anchor, type AnchorProps, Button, type ButtonProps, NavLink, type NavLinkProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

type AnchorTag = Omit<ComponentPropsWithRef<'a'>, keyof ButtonProps | keyof AnchorProps | keyof NavLinkProps>;

/* The component library's look with the router's typed `to`. */
export const AnchorLink = createLink((props: AnchorProps & AnchorTag) => <Anchor {...props} />);
export const ButtonLink = createLink((props: ButtonProps & AnchorTag) => <Button component="a" {...props} />);
export const NavItem = createLink((props: NavLinkProps & AnchorTag) => <NavLink component="a" {...props} />);
